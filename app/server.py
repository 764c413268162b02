"""The web server: granian, with the application made anew in each worker process."""

import socket
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.keys import read_key_file
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
    read_key_file(settings.key_file)
    database = Database(settings.database_url)
    try:
        require_current(database)
    finally:
        database.close()


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
    """Serve until SIGINT or SIGTERM; requests under way are finished."""
    Granian(
        "app.factory:create_app",
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
    ).serve()
