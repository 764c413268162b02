"""[利用期間]: the list, one window, a new one, a change, and the end of one."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.outbox import mail_configured
from app.notices.default_text import default_text
from app.notices.giving import NoticeKind
from app.operator.changes import commit, typed
from app.operator.form_page import FormError, FormPage, read_form
from app.operator.japan_text import day_text, moment_text
from app.operator.notice_words import NoticeWordsSchema, drafted
from app.operator.paging import page_number, paginate
from app.operator.target import TARGETS, group_choices
from app.operator.windows.changes import as_asked, changing, closing, opening
from app.operator.windows.listing import FILTERS, windows_in
from app.operator.windows.schemas import OpenSchema, TermsSchema
from app.services import services
from app.state.models import Notice, Window
from app.windows import WindowError, WindowState, find_window, state_of

blueprint = Blueprint("windows", __name__, url_prefix="/windows")

_MAY_END: Final = frozenset({WindowState.OPEN, WindowState.COMING})


@blueprint.get("")
def list_page() -> ResponseReturnValue:
    """All of them, or those of one state."""
    chosen, now = request.args.get("state", ""), services().clock.now()
    with services().database.session() as session:
        page = paginate(session, windows_in(chosen, now), page_number())
    return render_template("operator/windows/list.html", page=page, now=now, filters=FILTERS, chosen=chosen)


@blueprint.get("/<int(max=2147483647):window_id>")
def page(window_id: int) -> ResponseReturnValue:
    """One window, with the notices of it."""
    now = services().clock.now()
    with services().database.session() as session:
        window = _found(session, window_id)
        notices = session.scalars(select(Notice).where(Notice.window_id == window.id).order_by(Notice.id.desc())).all()
    state = state_of(window, now)
    return render_template(
        "operator/windows/window.html",
        window=window,
        notices=notices,
        now=now,
        may_change=state is not WindowState.CLOSED,
        may_end=state in _MAY_END,
    )


@blueprint.get("/new")
def new_page() -> ResponseReturnValue:
    """The form for a new one; its address may name the institution or the group."""
    institution, group = request.args.get("institution", ""), request.args.get("group", "")
    target = "institution" if institution else "group" if group else ""
    return _new(FormPage({"target": target, "institution": institution, "group": group}))


@blueprint.post("/new")
def open_() -> ResponseReturnValue:
    """Open it, or write its notice into the form."""
    sent = typed()
    try:
        read = read_form(OpenSchema(), sent)
        if "draft" in sent:
            return _new(FormPage({**sent, **drafted(default_text(NoticeKind.OPENED, as_asked(read)))}))
        window = commit(opening(read))
    except FormError as error:
        return _new(FormPage({**sent, **error.filled}, error.errors)), 422
    flash("利用期間を設定し、お知らせを出しました。")
    return _to_page(window.id)


@blueprint.get("/<int(max=2147483647):window_id>/edit")
def edit_page(window_id: int) -> ResponseReturnValue:
    """The form that changes one."""
    window = _window(window_id)
    if window.closed_at is not None:
        return _to_page(window_id)
    return _edit(window, FormPage(_values(window)))


@blueprint.post("/<int(max=2147483647):window_id>/edit")
def change(window_id: int) -> ResponseReturnValue:
    """Change it, or write its notice into the form."""
    window, sent = _window(window_id), typed()
    try:
        read = read_form(TermsSchema(), sent)
        if "draft" in sent:
            return _edit(window, FormPage({**sent, **drafted(default_text(NoticeKind.CHANGED, as_asked(read)))}))
        commit(changing(window_id, read))
    except FormError as error:
        return _edit(window, FormPage({**sent, **error.filled}, error.errors)), 422
    flash("利用期間を変更し、お知らせを出しました。")
    return _to_page(window_id)


@blueprint.get("/<int(max=2147483647):window_id>/close")
def close_page(window_id: int) -> ResponseReturnValue:
    """What closing it means, and the words of its notice."""
    window = _window(window_id)
    if state_of(window, services().clock.now()) not in _MAY_END:
        return _to_page(window_id)
    closed = Window(
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        outage_began_at=window.outage_began_at,
        outage_ended_at=window.outage_ended_at,
        strict=window.strict,
        closed_at=services().clock.now(),
    )
    return _close(window, FormPage(drafted(default_text(NoticeKind.CLOSED, closed))))


@blueprint.post("/<int(max=2147483647):window_id>/close")
def close(window_id: int) -> ResponseReturnValue:
    """Close it."""
    window, sent = _window(window_id), typed()
    try:
        commit(closing(window_id, read_form(NoticeWordsSchema(), sent)))
    except FormError as error:
        return _close(window, FormPage({**sent, **error.filled}, error.errors)), 422
    flash("利用期間を終了し、お知らせを出しました。")
    return _to_page(window_id)


def _found(session: Session, window_id: int) -> Window:
    try:
        return find_window(session, window_id)
    except WindowError:
        abort(404)


def _window(window_id: int) -> Window:
    with services().database.session() as session:
        return _found(session, window_id)


def _values(window: Window) -> Mapping[str, str]:
    return {
        "opens_on": day_text(window.opens_on),
        "closes_on": day_text(window.closes_on),
        "outage_began_at": moment_text(window.outage_began_at) if window.outage_began_at else "",
        "outage_ended_at": moment_text(window.outage_ended_at) if window.outage_ended_at else "",
        "strict": "1" if window.strict else "",
    }


def _new(form: FormPage) -> str:
    with services().database.session() as session:
        groups = group_choices(session)
    return render_template("operator/windows/new.html", form=form, targets=TARGETS, groups=groups, mail=_mail())


def _edit(window: Window, form: FormPage) -> str:
    return render_template("operator/windows/edit.html", window=window, form=form, mail=_mail())


def _close(window: Window, form: FormPage) -> str:
    return render_template(
        "operator/windows/close.html", window=window, form=form, mail=_mail(), now=services().clock.now()
    )


def _mail() -> bool:
    return mail_configured(services().settings)


def _to_page(window_id: int) -> ResponseReturnValue:
    return redirect(url_for("operator.windows.page", window_id=window_id), 303)
