"""Databases for tests, each a test's own, on SQLite and on PostgreSQL alike."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import pytest
from sqlalchemy import Connection, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

from app.state.database import Database
from tests.app.ports import find_unused_port

BACKENDS: Final = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))

only_on_sqlite: Final = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
"""For a test whose subject is SQLite itself, or whose subject the database does not touch."""


class Databases(Protocol):
    """Makes databases of one backend, and gives their addresses as SHIKAKU_DATABASE_URL has them."""

    def make_empty(self, name: str = "service") -> str:
        """One without tables."""

    def make_copy(self, prepared: str) -> str:
        """One that holds what the database of another address holds, which nobody may be using."""

    def remove(self, url: str) -> None:
        """Take one away, even from those who use it."""

    def remove_all(self) -> None:
        """Take away all that were made here."""

    def away(self) -> str:
        """The address of a database that cannot be reached."""


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_empty(self, name: str = "service") -> str:
        return f"sqlite:///{self._folder / name}.sqlite"

    def make_copy(self, prepared: str) -> str:
        url = self.make_empty()
        shutil.copy(_path(prepared), _path(url))
        return url

    def remove(self, url: str) -> None:
        _path(url).unlink()

    def remove_all(self) -> None:
        """Nothing to do: whoever made the folder removes it."""

    def away(self) -> str:
        return self.make_empty("no such folder/service")


class PostgresqlDatabases:
    """``server``: the address of one where we may create databases."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._made: list[str] = []

    def make_empty(self, name: str = "service") -> str:
        return self._make(name, "template0 ENCODING 'UTF8' LOCALE 'C'")

    def make_copy(self, prepared: str) -> str:
        return self._make("copy", f"{make_url(prepared).database} STRATEGY file_copy")

    def remove(self, url: str) -> None:
        with self._administration() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def remove_all(self) -> None:
        while self._made:
            self.remove(self._made.pop())

    def away(self) -> str:
        return self._address("nowhere", port=find_unused_port())

    def _make(self, name: str, template: str) -> str:
        unique = f"shikaku_test_{name}_{secrets.token_hex(6)}"
        with self._administration() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {unique} TEMPLATE {template}")
        self._made.append(self._address(unique))
        return self._made[-1]

    def _address(self, name: str, port: int | None = None) -> str:
        url = self._server.set(database=name, port=port or self._server.port)
        return url.render_as_string(hide_password=False)

    @contextmanager
    def _administration(self) -> Iterator[Connection]:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection


@contextmanager
def nobody_else_writes(database: Database) -> Iterator[None]:
    """Keep every other connection from writing, but not from reading."""
    with database.engine.connect() as connection:
        if database.url.get_backend_name() == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            tables = ", ".join(inspect(connection).get_table_names())
            connection.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")
