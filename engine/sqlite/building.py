"""A generation being built: written, completed, published or discarded."""

import json
import sqlite3
import weakref
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from engine.contract import EngineError, Generation, IncompleteGenerationError, PublicationUnknownError
from engine.document import Document
from engine.sqlite.folder import Folder, created_at, sync
from engine.sqlite.live_pointer import live_name, point_to
from engine.sqlite.published import Contents, contents, open_file, open_published
from engine.sqlite.schema import INDEXES, TABLES
from engine.sqlite.stored import Stored, count_stored
from engine.sqlite.verification import check
from engine.sqlite.writing import Tally, tune_for_building, write_batch


class SqlitePrivateGeneration:
    """See :class:`engine.contract.PrivateGeneration`."""

    def __init__(self, folder: Folder, name: str, key_version: int) -> None:
        self.name = name
        self._folder = folder
        self._key_version = key_version
        self._tally = Tally()
        self._open_for_writing = True
        self._connection = _start_file(folder.create(name), key_version)
        weakref.finalize(self, self._connection.close)

    def write(self, batch: Iterable[Document]) -> None:
        """Store documents in one transaction."""
        if not self._open_for_writing:
            raise EngineError("This generation takes no more documents.")
        self._open_for_writing = False
        try:
            write_batch(self._connection, batch, self._tally)
        except (sqlite3.Error, ValueError, OverflowError) as error:
            failure = EngineError(f"Documents could not be stored ({type(error).__name__}).")
        else:
            self._open_for_writing = True
            return
        raise failure

    def complete(self) -> Generation:
        """Count, index and mark complete."""
        if not self._open_for_writing:
            raise IncompleteGenerationError("A write failed, or it was completed or discarded before.")
        self._open_for_writing = False
        try:
            mark_complete(self._connection, self._tally.stored())
        except (sqlite3.Error, OSError) as error:
            failure = EngineError(f"The generation cannot be completed ({type(error).__name__}: {error}).")
        else:
            return describe(self._folder, self.name, live=False)
        finally:
            self._connection.close()
        raise failure

    def verify(self) -> Generation:
        """Read its whole file."""
        try:
            with closing(open_published(self._folder.file(self.name), self._key_version)) as connection:
                check(connection)
        except (sqlite3.Error, OSError, ValueError) as error:
            failure = EngineError(f"The generation cannot be read ({type(error).__name__}).")
        else:
            return describe(self._folder, self.name, live=live_name(self._folder) == self.name)
        raise failure

    def publish(self) -> Generation:
        """Point to it, once its file is on the disk and says that it is complete."""
        if not describe(self._folder, self.name, live=False).complete:
            raise IncompleteGenerationError("Only a complete generation can be published.")
        try:
            sync(self._folder.file(self.name))
            point_to(self._folder, self.name)
        except OSError as error:
            failure = self._not_published(error)
        else:
            return describe(self._folder, self.name, live=True)
        raise failure

    def discard(self) -> None:
        """Remove its file."""
        if live_name(self._folder) == self.name:
            raise EngineError("The live generation cannot be discarded.")
        self._open_for_writing = False
        self._connection.close()
        try:
            self._folder.file(self.name).unlink(missing_ok=True)
            sync(self._folder.path)
        except OSError as error:
            failure = EngineError(f"The generation cannot be removed ({type(error).__name__}: {error}).")
        else:
            return
        raise failure

    def _not_published(self, error: OSError) -> EngineError:
        """The error to raise: the pointer may be in place, and only its way to the disk be uncertain."""
        if live_name(self._folder) == self.name:
            return PublicationUnknownError(
                f"{self.name} is live, but may not be any more after a crash ({type(error).__name__}: {error})."
            )
        return EngineError(f"The generation cannot be published ({type(error).__name__}: {error}).")


def mark_complete(connection: sqlite3.Connection, written: Stored) -> None:
    """Index what is there and note how much it is, if it is exactly what was written.

    Raises :class:`IncompleteGenerationError` or ``sqlite3.Error``.
    """
    there = count_stored(connection)
    if there != written:
        raise IncompleteGenerationError(f"{written} were written; {there} are there, or they belong to other insurers.")
    connection.executescript(INDEXES)
    connection.execute(
        "UPDATE generation SET complete = 1, insurers = ?, name_keys = ?, kana_keys = ?",
        (json.dumps(dict(there.insurers)), there.name_keys, there.kana_keys),
    )


def _start_file(file: Path, key_version: int) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.executescript(TABLES)
        connection.execute("INSERT INTO generation VALUES (?, 0, '{}', 0, 0)", (key_version,))
        tune_for_building(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def describe(folder: Folder, name: str, *, live: bool) -> Generation:
    """What is known of a generation; one whose file cannot be read now is not complete."""
    found = _contents(folder, name)
    return Generation(
        name=name,
        created_at=created_at(name),
        key_version=found.key_version,
        records=found.stored.records,
        complete=found.complete,
        live=live,
        insurers=found.stored.insurers,
    )


def _contents(folder: Folder, name: str) -> Contents:
    try:
        connection = open_file(folder.file(name))
    except (EngineError, OSError, sqlite3.Error):
        return Contents(0, complete=False, stored=Stored())
    try:
        return contents(connection)
    except (EngineError, sqlite3.Error, ValueError):
        return Contents(0, complete=False, stored=Stored())
    finally:
        connection.close()
