"""Every error ends in a page in Japanese; what went wrong inside is logged, never shown."""

from typing import Final

from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.audit.unavailable import AuditUnavailableError
from app.error_texts import AUDIT_UNAVAILABLE, BY_STATUS, ENGINE_UNAVAILABLE, FORM_EXPIRED, ErrorText
from app.exception_log import log_exception
from app.login.sent_again import answer_to_form_sent_again
from app.state.database import DATABASE_ERRORS
from engine.contract import EngineUnavailableError

RETRY_AFTER: Final = {"Retry-After": "60"}
"""The header, in seconds, of every 429 and 503."""


def install(app: Flask) -> None:
    """Give every kind of error its page."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(EngineUnavailableError, _engine_unavailable)
    app.register_error_handler(AuditUnavailableError, _audit_unavailable)
    for database_error in DATABASE_ERRORS:
        app.register_error_handler(database_error, _database_unavailable)
    app.register_error_handler(Exception, _unexpected)


def error_page(text: ErrorText, status: int) -> Response:
    """The page that says a text."""
    body = render_template(
        "error.html", title=text.title, message=text.message, steps=list(text.steps), links=list(text.links)
    )
    response = make_response(body, status)
    if status in {429, 503}:
        response.headers.update(RETRY_AFTER)
    return response


def _form_expired(_error: Exception) -> ResponseReturnValue:
    return answer_to_form_sent_again() or error_page(FORM_EXPIRED, 400)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    original = getattr(error, "original_exception", None)  # of an error that met another in its own handler
    if isinstance(original, AuditUnavailableError):
        return _audit_unavailable(original)
    if isinstance(original, DATABASE_ERRORS):
        return _database_unavailable(original)
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 -- a redirect raised as an exception is itself the answer
        return error
    response = error_page(BY_STATUS.get(status, BY_STATUS[400 if status < 500 else 500]), status)  # noqa: PLR2004
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _engine_unavailable(error: Exception) -> ResponseReturnValue:
    log_exception("engine_unavailable", error)
    return error_page(ENGINE_UNAVAILABLE, 503)


def _audit_unavailable(error: Exception) -> ResponseReturnValue:
    log_exception("audit_unavailable", error)
    return error_page(AUDIT_UNAVAILABLE, 503)


def _database_unavailable(error: Exception) -> ResponseReturnValue:
    log_exception("database_unavailable", error)
    return error_page(BY_STATUS[503], 503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log_exception("unexpected_error", error)
    return error_page(BY_STATUS[500], 500)
