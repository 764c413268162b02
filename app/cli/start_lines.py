"""What `shikaku serve` says when it starts: where it listens and what it works with, without any secret. Pure."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from sqlalchemy import make_url

from app.settings import Settings
from engine.url import SqliteFolder, parse_engine_url

_DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def start_lines(settings: Settings) -> Iterator[str]:
    """One line, and a warning where passwords and patients' facts might cross a network in clear.

    Of the URLs only the kind is told. Raises :class:`engine.url.EngineUrlError`.
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    engine = "SQLite" if isinstance(parse_engine_url(settings.engine_url), SqliteFolder) else "OpenSearch"
    backend = make_url(settings.database_url).get_backend_name()
    yield f"Serving on http://{host}:{settings.port}/ (engine: {engine}, database: {_DATABASES.get(backend, backend)})."
    if not settings.https and not _is_loopback(settings.host):
        yield (
            f"Warning: SHIKAKU_HTTPS is 0 and {settings.host} is not this machine alone: passwords and patients' facts "
            "can be read on the network. Put a reverse proxy with TLS before it, and set SHIKAKU_HTTPS=1."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
