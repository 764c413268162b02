"""[お知らせ]: the list with readers and e-mails, one of them, and a message of the operator's own."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.mail.listing import MailRow, mails
from app.mail.outbox import mail_configured
from app.notices.giving import NoticeKind
from app.notices.listing import GivenNotice, find_given_notice, given_notices
from app.operator.changes import commit, typed
from app.operator.form_page import FormError, FormPage, read_form
from app.operator.notices.schemas import MessageSchema
from app.operator.notices.writing import giving
from app.operator.paging import page_number, paginate_rows
from app.operator.target import TARGETS, group_choices
from app.services import services

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

_KINDS: Final = {
    NoticeKind.OPENED: "利用開始",
    NoticeKind.CHANGED: "利用期間の変更",
    NoticeKind.CLOSED: "利用終了",
    NoticeKind.MESSAGE: "連絡",
}


@blueprint.get("")
def list_page() -> ResponseReturnValue:
    """All of them, the newest first."""
    with services().database.session() as session:
        page = paginate_rows(session, given_notices(), page_number())
    rows = [GivenNotice.of(row) for row in page.rows]
    return render_template("operator/notices/list.html", page=page, rows=rows, kinds=_KINDS, mail=_mail())


@blueprint.get("/<int(max=2147483647):notice_id>")
def page(notice_id: int) -> ResponseReturnValue:
    """One of them, with its e-mails."""
    with services().database.session() as session:
        given = find_given_notice(session, notice_id)
        if given is None:
            abort(404)
        page = paginate_rows(session, mails(notice_id=notice_id), page_number())
    rows = [MailRow.of(*row) for row in page.rows]
    return render_template(
        "operator/notices/notice.html", given=given, page=page, rows=rows, kinds=_KINDS, mail=_mail()
    )


@blueprint.get("/new")
def new_page() -> ResponseReturnValue:
    """The form of a message; its address may name the institution or the group."""
    institution, group = request.args.get("institution", ""), request.args.get("group", "")
    target = "institution" if institution else "group" if group else ""
    return _new(FormPage({"target": target, "institution": institution, "group": group}))


@blueprint.post("/new")
def give() -> ResponseReturnValue:
    """Give it."""
    try:
        notice_id = commit(giving(read_form(MessageSchema(), typed())))
    except FormError as error:
        return _new(FormPage(typed(), error.errors)), 422
    flash("お知らせを出しました。")
    return redirect(url_for("operator.notices.page", notice_id=notice_id), 303)


def _new(form: FormPage) -> str:
    with services().database.session() as session:
        groups = group_choices(session)
    return render_template("operator/notices/new.html", form=form, targets=TARGETS, groups=groups, mail=_mail())


def _mail() -> bool:
    return mail_configured(services().settings)
