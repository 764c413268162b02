"""Logs: one JSON object a line on standard error, with no handle, no form value and no text of an exception.

An exception's text and its local values may hold what someone typed about a patient; its type and where it
happened may not, and are what is logged.
"""

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from app.exception_log import describe
from app.login.logged_in import logged_in_so_far

_log: structlog.stdlib.BoundLogger = structlog.get_logger("app")


def configure(level: str) -> None:
    """Set up this process's logs.

    ``level`` is for our own lines. Libraries speak from warnings on, whatever it is: at debug level they would
    repeat requests and rows.
    """
    shared: list[structlog.types.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_text,
    ]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def install(app: Flask) -> None:
    """Log one line for each request. Installed first, it sees what every other part answered."""
    app.before_request(_start_watch)
    app.after_request(_log_access)


def _without_exception_text(
    _logger: Any,  # noqa: ANN401 -- structlog's processor signature
    _method: str,
    event: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    """Replace ``exc_info``, which would be rendered with its text, by its description."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = describe(error)
    return event


def _start_watch() -> None:
    g.started = time.perf_counter()


def _log_access(response: Response) -> Response:
    user = logged_in_so_far()
    _log.info(
        "request",
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        duration_ms=round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
        account=user.account.id if user else None,
        institution=user.account.institution_code if user else None,
    )
    return response
