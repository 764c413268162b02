"""Connections to the live generation: each serves one thread at a time, and none outlives its generation."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from engine.contract import EngineError, EngineUnavailableError
from engine.sqlite.folder import Folder
from engine.sqlite.live_pointer import live_name
from engine.sqlite.published import open_published


@dataclass(frozen=True, slots=True)
class LiveFile:
    """The live generation's very file: one put in its place has another inode, length or time."""

    name: str
    inode: int
    length: int
    changed_ns: int


class LiveConnections:
    """Lends connections; those lent before a publish are closed when they come back."""

    def __init__(self, folder: Folder, key_version: int) -> None:
        self._folder = folder
        self._key_version = key_version
        self._lock = Lock()
        self._free_for: LiveFile | None = None
        self._free: list[sqlite3.Connection] = []

    @contextmanager
    def lend(self) -> Iterator[tuple[str, sqlite3.Connection]]:
        """The live generation's name and a connection to it.

        Raises :class:`EngineUnavailableError` for whatever keeps it from being read, inside the block too.
        """
        try:
            with self._lend() as lent:
                yield lent
        except EngineError:
            raise
        except (OSError, sqlite3.Error, ValueError) as error:
            failure = EngineUnavailableError(f"The live generation cannot be read ({type(error).__name__}).")
        else:
            return
        raise failure from None

    def close(self) -> None:
        """Close what is not lent."""
        with self._lock:
            self._let_go()

    @contextmanager
    def _lend(self) -> Iterator[tuple[str, sqlite3.Connection]]:
        live = self._live_file()
        connection = self._take(live) or open_published(self._folder.file(live.name), self._key_version)
        try:
            yield live.name, connection
        except BaseException:
            connection.close()
            raise
        self._give_back(live, connection)

    def _live_file(self) -> LiveFile:
        name = live_name(self._folder)
        if name is None:
            raise EngineUnavailableError("Nothing is published.")
        status = self._folder.file(name).stat()
        return LiveFile(name, status.st_ino, status.st_size, status.st_mtime_ns)

    def _take(self, live: LiveFile) -> sqlite3.Connection | None:
        with self._lock:
            if live != self._free_for:
                self._let_go()
                self._free_for = live
            return self._free.pop() if self._free else None

    def _give_back(self, live: LiveFile, connection: sqlite3.Connection) -> None:
        with self._lock:
            if live == self._free_for:
                self._free.append(connection)
                return
        connection.close()

    def _let_go(self) -> None:
        while self._free:
            self._free.pop().close()
        self._free_for = None
