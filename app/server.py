"""The web server: granian, with the application made anew in each worker process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.exc import SQLAlchemyError

from app import logs
from app.audit.checkpoint import require_place
from app.audit.keys import AuditKeys
from app.audit.standing import Standing
from app.clock import Clock
from app.exception_log import log_exception
from app.keys import Purpose, read_key_file
from app.service_error import ServiceError
from app.settings import Settings
from app.state.current import require_current
from app.state.database import Database

_STOP_WITHIN_S: Final = 10


class ServerError(ServiceError):
    """The server cannot start."""


def check_startable(settings: Settings) -> None:
    """Find out now, with a clear error, what every worker would fail at.

    Raises :class:`app.service_error.ServiceError`.
    """
    check_port(settings)
    with _opened(settings) as standing:
        require_current(standing.database)
        standing.require_whole()
        require_place(settings.audit_checkpoint_file)


def check_port(settings: Settings) -> None:
    """Refuse an address that is not ours or that another server holds.

    Raises :class:`ServerError`.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = f"cannot listen on {settings.host} port {settings.port} ({error.strerror})"
            raise ServerError(f"{reason}; PORT chooses another port") from None


def run_server(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished, and a last checkpoint is taken."""
    server = Granian(
        "app.worker:create_worker_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_S,
        websockets=False,
        log_level=LogLevels.error,
    )
    try:
        server.serve()
    finally:
        _take_last_checkpoint(settings)


def _take_last_checkpoint(settings: Settings) -> None:
    """All workers have ended. Without it, what came after the last one stays unproved against cutting."""
    logs.configure(settings.log_level)
    try:
        with _opened(settings) as standing:
            standing.take_last_checkpoint(Clock().now())
    except (ServiceError, SQLAlchemyError) as error:
        log_exception("no_checkpoint", error)


@contextmanager
def _opened(settings: Settings) -> Iterator[Standing]:
    """Raises :class:`app.keys.KeyFileError`."""
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    database = Database(settings.database_url)
    try:
        yield Standing(database, keys, settings.audit_checkpoint_file)
    finally:
        database.close()
