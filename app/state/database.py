"""The connection to the service's database: SQLite in a file, or PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from app.service_error import ServiceError

_BUSY_TIMEOUT_MS: Final = 2_000
"""Somebody waits for the page at a desk: sooner an answer that says to try again than a longer wait."""

_CONNECT_TIMEOUT_S: Final = 5


class DatabaseUrlError(ServiceError):
    """An address that is not a database's. The text never repeats it, since it may hold a password."""


class Database:
    """Sessions on one database; safe to use from several threads.

    ``connections``: how many may be open at once, at least one for each thread that serves requests.
    """

    def __init__(self, url: str, *, connections: int = 16) -> None:
        self.url = _parse(url)
        self.engine = _connect(self.url, connections)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at its end, rolled back if an error leaves it."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def create_file(self) -> None:
        """For SQLite: make the file, readable by its owner alone, unless it is there."""
        if self.url.get_backend_name() == "sqlite":
            path = Path(self.url.database or "")
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def forget_erased(self) -> None:
        """For SQLite: empty the write-ahead log, where erased rows are still to be read.

        While another connection is reading or writing, the log stays as it is; nobody waits.
        """
        if self.url.get_backend_name() == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                try:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _parse(text: str) -> URL:
    try:
        url = make_url(text)
        backend = url.get_backend_name()
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise DatabaseUrlError("SHIKAKU_DATABASE_URL is not a database address") from None
    if backend not in {"sqlite", "postgresql"} or (backend == "sqlite" and url.database in {None, "", ":memory:"}):
        raise DatabaseUrlError("SHIKAKU_DATABASE_URL must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def _connect(url: URL, connections: int) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        pool_size=connections,
        pool_pre_ping=not sqlite,
        hide_parameters=True,  # no value of a row in an error's text or in a log
        connect_args={} if sqlite else {"connect_timeout": _CONNECT_TIMEOUT_S},
    )
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's pool record
    """Readers never wait for a writer, writers wait their turn, and references hold."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
