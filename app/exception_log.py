"""How an exception is logged: by its type and place, never by its text, which may hold what someone typed."""

import traceback
from typing import Any, Final

import structlog

_CHAIN_LIMIT: Final = 5

_log: structlog.stdlib.BoundLogger = structlog.get_logger("app")


def log_exception(event: str, error: BaseException) -> None:
    """Log an error by its type and where it happened."""
    _log.error(event, exception=describe(error))


def describe(error: BaseException) -> list[dict[str, Any]]:
    """The error and its causes: type, and the calls that led to it as ``module:line function``."""
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < _CHAIN_LIMIT:
        frames = [
            f"{frame.f_globals.get('__name__')}:{line} {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(current.__traceback__)
        ]
        chain.append({"type": f"{type(current).__module__}.{type(current).__qualname__}", "frames": frames})
        current = current.__cause__ or current.__context__
    return chain
