"""Keeps the access table on every request, before any view runs."""

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import RULES, STAGE_PAGES, Decision, decide
from app.audit.event import Kind
from app.audit.request_event import request_event
from app.error_pages import error_page
from app.error_texts import BY_STATUS, NOT_OPEN, REFUSED_ROLE
from app.log_in_stages import Stage
from app.login.ended import note_ended_session
from app.login.logged_in import logged_in
from app.open_windows import open_windows
from app.services import services


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
    window_open = bool(rule and rule.needs_window and user and open_windows())
    stage = user.stage if user else Stage.COMPLETE
    return _answer(decide(rule, request.method, role, window_open=window_open, stage=stage), stage)


def _answer(decision: Decision, stage: Stage) -> ResponseReturnValue | None:
    match decision:
        case Decision.ALLOW:
            return None
        case Decision.LOGIN:
            note_ended_session()
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
