"""The embedded engine behind the contract. See :mod:`engine.contract` for what each method means."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from analyzers import KEY_VERSION
from engine.contract import EngineError, Generation, Health
from engine.generation_name import new_generation_name
from engine.query import Query
from engine.record import IndexedRecord
from engine.sqlite import lookups
from engine.sqlite.building import SqlitePrivateGeneration, describe
from engine.sqlite.connections import LiveConnections
from engine.sqlite.folder import PREFIX, Folder
from engine.sqlite.live_pointer import live_name
from engine.sqlite.published import contents
from engine.sqlite.verification import check


class SqliteLookupEngine:
    """Look-ups in the live generation of a folder; the folder need not be there yet."""

    def __init__(self, folder: Path, *, key_version: int = KEY_VERSION) -> None:
        self._folder = Folder(folder)
        self._key_version = key_version
        self._connections = LiveConnections(self._folder, key_version)

    def search(self, query: Query) -> list[IndexedRecord]:
        """Every matching record."""
        with self._connections.lend() as (_, connection):
            return lookups.search(connection, query)

    def person(self, person_id: str, birth_date: date) -> list[IndexedRecord]:
        """All records of a person."""
        with self._connections.lend() as (_, connection):
            return lookups.person(connection, person_id, birth_date)

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        """One record."""
        with self._connections.lend() as (_, connection):
            return lookups.get(connection, record_id, birth_date)

    def health(self) -> Health:
        """Whether look-ups are answered."""
        with self._connections.lend() as (name, connection):
            lookups.get(connection, "", None)
            return Health(engine="sqlite", generation=name, records=contents(connection).stored.records)

    def close(self) -> None:
        """Close the files."""
        self._connections.close()


class SqliteIndexEngine(SqliteLookupEngine):
    """The same, and the building of generations."""

    def generations(self) -> list[Generation]:
        """All generations in the folder."""
        live = live_name(self._folder)
        return [describe(self._folder, name, live=name == live) for name in self._folder.names()]

    def begin(self) -> SqlitePrivateGeneration:
        """Start a new file."""
        name = new_generation_name(PREFIX, datetime.now(UTC))
        try:
            return SqlitePrivateGeneration(self._folder, name, self._key_version)
        except (OSError, sqlite3.Error) as error:
            failure = EngineError(f"A new generation cannot be started ({type(error).__name__}: {error}).")
        raise failure

    def verify(self) -> Generation:
        """The live generation, if its whole file is consistent."""
        with self._connections.lend() as (name, connection):
            check(connection)
        return describe(self._folder, name, live=True)
