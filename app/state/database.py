"""The connection to the service's database: SQLite in a file, or PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from app.service_error import ServiceError
from app.state.database_files import DatabaseFiles, FilesChangedError
from app.state.silent_server import ImpatientConnection

DATABASE_ERRORS: Final = (DBAPIError, PoolTimeoutError)
"""What a session raises when the database fails."""

_BUSY_TIMEOUT_MS: Final = 2_000
"""Somebody waits for the page at a desk: sooner an answer that says to try again than a longer wait."""

_CONNECT_TIMEOUT_S: Final = 3

_LOCK: Final = 7_321_440_021
"""The advisory lock of such transactions on PostgreSQL: any number that nobody else uses."""


class DatabaseUrlError(ServiceError):
    """An address that is not a database's. The text never repeats it, since it may hold a password."""


class Database:
    """Sessions on one database; safe to use from several threads.

    ``connections``: how many may be open at once, at least one for each thread that serves requests. ``impatient``: a
    server that is silent for some seconds is given up, as people wait for the answer; a command may wait for long.
    """

    def __init__(self, url: str, *, connections: int = 16, impatient: bool = False) -> None:
        self.url = _parse(url)
        self.engine = _connect(self.url, connections, impatient=impatient)
        self._one_by_one = _connect(self.url, 1, impatient=impatient)
        self._files = DatabaseFiles(Path(self.url.database or "")) if self.is_sqlite else None
        if self._files:
            for engine in (self.engine, self._one_by_one):
                event.listen(engine, "do_connect", lambda *_, files=self._files: files.require_writable())
                event.listen(engine, "connect", lambda *_, files=self._files: files.note())
            event.listen(self._one_by_one, "connect", _leave_transactions_to_us)
            event.listen(self._one_by_one, "begin", _begin_immediate)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at its end, rolled back if an error leaves it."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def one_by_one(self) -> Iterator[Session]:
        """A transaction that no other of its kind runs beside, in any process, and that is on the disk at its end.

        Raises :class:`app.state.database_files.FilesChangedError` where the file is no longer the one that is open;
        connections are new from then on.
        """
        self._require_same_files()
        with Session(self._one_by_one, expire_on_commit=False) as session, session.begin():
            if not self.is_sqlite:
                _take_lock(session)
            yield session
        self._require_same_files()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that reads everything as it is at one moment, and keeps nobody from writing."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
                yield connection
            else:
                yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def _require_same_files(self) -> None:
        if self._files is None:
            return
        try:
            self._files.require_same()
        except FilesChangedError:
            self._files.forget()
            self.close()
            raise

    @property
    def is_missing(self) -> bool:
        """Whether it is a file that is not there, though its folder is."""
        path = Path(self.url.database or "")
        return self.is_sqlite and path.parent.is_dir() and not path.exists()

    def create_file(self) -> None:
        """For SQLite: make the file, readable by its owner alone, unless it is there."""
        if self.is_sqlite:
            path = Path(self.url.database or "")
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def forget_erased(self) -> None:
        """For SQLite: empty the write-ahead log, where erased rows are still to be read.

        While another connection is reading or writing, the log stays as it is; nobody waits.
        """
        if self.is_sqlite:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                try:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")

    def close(self) -> None:
        """Close all connections that nobody uses; what comes later opens new ones."""
        self.engine.dispose()
        self._one_by_one.dispose()


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


def _connect(url: URL, connections: int, *, impatient: bool) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        _existing_file(url) if sqlite else url,
        pool_size=connections,
        pool_pre_ping=not sqlite,
        hide_parameters=True,  # no value of a row in an error's text or in a log
        connect_args={} if sqlite else {"connect_timeout": _CONNECT_TIMEOUT_S},
        isolation_level=None if sqlite else "READ COMMITTED",
    )
    if impatient and not sqlite:
        event.listen(engine, "do_connect", _connect_impatiently)
    event.listen(engine, "connect", _prepare_sqlite if sqlite else _prepare_postgresql)
    return engine


def _existing_file(url: URL) -> URL:
    """A connection never makes the file: where it was removed, an empty one would hide that."""
    path = Path(url.database or "").absolute()
    return url.set(database=path.as_uri()).update_query_dict({"mode": "rw", "uri": "true"})


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's pool record
    """Readers never wait for a writer, writers wait their turn, and references hold."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _prepare_postgresql(connection: psycopg.Connection, _record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's pool record
    """Wait for a lock no longer than SQLite would."""
    connection.execute(f"SET lock_timeout = {_BUSY_TIMEOUT_MS}")
    connection.commit()


def _connect_impatiently(_dialect: Any, _record: Any, arguments: Any, options: Any) -> psycopg.Connection:  # noqa: ANN401 -- SQLAlchemy's
    return ImpatientConnection.connect(*arguments, **options)


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's pool record
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock first: what is read after it is what will be written after."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_lock(session: Session) -> None:
    """Wait for the lock no longer than SQLite would, and let no server's default make the commit less durable."""
    session.execute(text(f"SET LOCAL lock_timeout = {_BUSY_TIMEOUT_MS}"))
    session.execute(text("SET LOCAL synchronous_commit = on"))
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
