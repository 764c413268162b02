"""Notices that an SQLite file was removed or replaced while connections are open, which SQLite itself does not."""

import os
import sqlite3
from pathlib import Path

Identity = tuple[int, int]
"""Device and inode."""


class FilesChangedError(Exception):
    """What was written went to a file that is no longer in its place, or may have."""


class DatabaseFiles:
    """The database file and its write-ahead log, as they were when the first connection was made."""

    def __init__(self, path: Path) -> None:
        self._paths = (path, path.with_name(f"{path.name}-wal"))
        self._shared_memory = path.with_name(f"{path.name}-shm")
        self._known: dict[Path, Identity] = {}

    def require_same(self) -> None:
        """Compare with what was seen before, and remember what is seen for the first time.

        Raises :class:`FilesChangedError`.
        """
        for path in self._paths:
            seen = self._see(path)
            if self._known.get(path, seen) != seen:
                raise FilesChangedError

    def require_writable(self) -> None:
        """SQLite would open what may not be written for reading, and go on so after the right is given back.

        Connections of one process share that, so not one may be made. Raises :class:`sqlite3.OperationalError`.
        """
        if any(path.exists() and not os.access(path, os.W_OK) for path in (*self._paths, self._shared_memory)):
            raise sqlite3.OperationalError("the database file may not be written")

    def note(self) -> None:
        """Remember what a new connection found, and nobody saw before."""
        for path in self._paths:
            self._see(path)

    def forget(self) -> None:
        """Begin anew, with connections opened after this."""
        self._known.clear()

    def _see(self, path: Path) -> Identity | None:
        seen = _identity(path)
        if seen:
            self._known.setdefault(path, seen)
        return seen


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
