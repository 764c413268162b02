"""What expired is erased though nobody comes back to it: as a worker starts, and every minute that brings a request."""

import threading
from datetime import datetime, timedelta
from typing import Final

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from app.exception_log import log_exception
from app.login.attempts import erase_forgotten
from app.login.logged_in import session_limits
from app.login_sessions import end_expired
from app.lookup.store import erase_expired
from app.services import Services

EVERY: Final = timedelta(minutes=1)
_WITHOUT_DATABASE: Final = frozenset({"static", "health.alive"})
"""What answers whether or not the database does."""


def install(app: Flask, services: Services) -> None:
    """Erase now, and from then on before a request that comes a minute or more after the last time.

    ``services``: the application's, which has no request yet.
    """
    due = _Due(services.clock.now())
    _erase(services)

    def erase_when_due() -> None:
        if request.endpoint not in _WITHOUT_DATABASE and due.is_now(services.clock.now()):
            _erase(services)

    app.before_request(erase_when_due)


class _Due:
    """Tells one caller a minute, in whatever thread, that it is its turn."""

    def __init__(self, now: datetime) -> None:
        self._next = now + EVERY
        self._lock = threading.Lock()

    def is_now(self, now: datetime) -> bool:
        if self._is_waiting(now):
            return False
        with self._lock:
            if self._is_waiting(now):
                return False
            self._next = now + EVERY
            return True

    def _is_waiting(self, now: datetime) -> bool:
        """Not where the clock was set back to before the last time: that would be a long wait."""
        return self._next - EVERY <= now < self._next


def _erase(services: Services) -> None:
    """Whoever asked for something else is not refused it because this failed: it is tried again in a minute."""
    now = services.clock.now()
    try:
        with services.database.session() as session:
            end_expired(session, now, session_limits(services))
            erase_expired(session, now)
            erase_forgotten(session, now)
        services.database.forget_erased()
    except SQLAlchemyError as error:
        log_exception("nothing_erased", error)
