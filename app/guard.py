"""Keeps the access table on every request, before any view runs."""

from typing import Final

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access import RULES, STAGE_PAGES, Decision, decide
from app.audit.event import Kind
from app.audit.request_event import request_event
from app.error_pages import error_page
from app.error_texts import BY_STATUS, NOT_OPEN, REFUSED_ROLE
from app.log_in_stages import Stage
from app.login.logged_in import LoggedIn, logged_in
from app.services import services
from app.windows import open_windows_of

_SESSION_TOKEN: Final = "_user_id"  # noqa: S105 -- a name, not a token
"""Where Flask-Login keeps the session's token in the cookie."""


def install(app: Flask) -> None:
    """Deny everything that the table does not allow."""
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """``None`` to let the request through, else the answer to it."""
    if request.endpoint is None:
        return None  # no page at this address or not by this method: the router's own error follows
    rule = RULES.get(request.endpoint)
    user = None if rule is None or rule.public else logged_in()
    role = user.account.role if user else None
    window_open = bool(rule and rule.needs_window and user and _window_open(user))
    stage = user.stage if user else Stage.COMPLETE
    return _answer(decide(rule, request.method, role, window_open=window_open, stage=stage), stage)


def _answer(decision: Decision, stage: Stage) -> ResponseReturnValue | None:
    match decision:
        case Decision.ALLOW:
            return None
        case Decision.LOGIN:
            _note_an_ended_session()
            return redirect(url_for("login.page"), 303)
        case Decision.STAGE:
            return redirect(url_for(STAGE_PAGES[stage]), 303)
        case Decision.REFUSED_ROLE:
            _record_refusal("role")
            return error_page(REFUSED_ROLE, 403)
        case Decision.NOT_OPEN:
            _record_refusal("no_open_window")
            return error_page(NOT_OPEN, 403)
        case Decision.NOT_FOUND:
            _record_refusal("no_such_page")
            return error_page(BY_STATUS[404], 404)


def _record_refusal(reason: str) -> None:
    """What somebody logged in was refused. Of strangers only log-ins are recorded: they could fill the trail."""
    if logged_in():
        details = {"endpoint": request.endpoint, "method": request.method}
        services().audit.record(request_event(Kind.ACCESS_REFUSED, outcome=reason, details=details))


def _note_an_ended_session() -> None:
    """Whoever's session ended is told, so that nobody takes a search that was not made for one that found nobody."""
    if session.pop(_SESSION_TOKEN, None):
        session["ended"] = True


def _window_open(user: LoggedIn) -> bool:
    today = services().clock.today_in_japan()
    with services().database.session() as database:
        return bool(open_windows_of(database, user.account.institution_id, today))
