"""お知らせ: the list, and each with its whole text. Who may see them is decided before, in :mod:`app.access`."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.login.logged_in import logged_in
from app.notices.reading import Reader, count_unread, find_notice, headings, mark_read
from app.operator.paging import page_number, paginate_rows
from app.services import services

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

_LARGEST_ID = 2**31 - 1


@blueprint.get("")
def list_page() -> ResponseReturnValue:
    """All notices for the institution, the newest first."""
    reader = _reader()
    with services().database.session() as session:
        page = paginate_rows(session, headings(reader), page_number())
        unread = count_unread(session, reader)
    return render_template("notices/list.html", page=page, unread=unread)


@blueprint.get("/<int:notice_id>")
def notice_page(notice_id: int) -> ResponseReturnValue:
    """One notice, which the account has read by that."""
    reader = _reader()
    with services().database.session() as session:
        notice = find_notice(session, reader, notice_id) if notice_id <= _LARGEST_ID else None
        if notice is None:
            abort(404)
        if request.method == "GET":
            mark_read(session, reader, notice.id, services().clock.now())
    return render_template("notices/notice.html", notice=notice)


def reader_of_request() -> Reader | None:
    """Who reads; ``None`` for an account of no institution."""
    user = logged_in()
    if user is None or user.account.institution_id is None:
        return None
    return Reader(user.account.id, user.account.institution_id)


def _reader() -> Reader:
    return reader_of_request() or abort(404)
