"""A generation's file as readers open it, and what it says about itself."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from engine.contract import EngineUnavailableError
from engine.sqlite.schema import FORMAT
from engine.sqlite.stored import Stored

_HEADER: Final = 32
_PAGE_SIZE: Final = slice(16, 18)
_PAGE_COUNT: Final = slice(28, 32)
_LARGEST_PAGE: Final = 65536


@dataclass(frozen=True, slots=True)
class Contents:
    """What the file says about itself; ``stored``: what it was completed with, nothing until then."""

    key_version: int
    complete: bool
    stored: Stored


def open_file(path: Path) -> sqlite3.Connection:
    """Open a generation's file for reading only, one thread at a time.

    Raises ``OSError`` or ``sqlite3.Error`` if it cannot be read, :class:`EngineUnavailableError` if it is not
    whole.
    """
    _check_length(path)
    location = f"file:{quote(str(path.absolute()))}?mode=ro"
    return sqlite3.connect(location, uri=True, check_same_thread=False, isolation_level=None)


def contents(connection: sqlite3.Connection) -> Contents:
    """Read what a file says about itself.

    Raises ``sqlite3.Error`` or :class:`EngineUnavailableError` if it is no generation of this format.
    """
    if connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        raise EngineUnavailableError("A generation's file is of another format.")
    row = connection.execute("SELECT key_version, complete, insurers, name_keys, kana_keys FROM generation").fetchone()
    if row is None:
        raise EngineUnavailableError("A generation's file says nothing about itself.")
    key_version, complete, insurers, name_keys, kana_keys = row
    stored = Stored(insurers=json.loads(insurers), name_keys=name_keys, kana_keys=kana_keys)
    return Contents(key_version, bool(complete), stored)


def open_published(path: Path, key_version: int) -> sqlite3.Connection:
    """Open a file that may answer look-ups: whole, complete, and made with these keys.

    Raises as :func:`open_file` and :func:`contents`, and :class:`EngineUnavailableError`.
    """
    connection = open_file(path)
    try:
        _check_usable(contents(connection), key_version)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_usable(found: Contents, key_version: int) -> None:
    if not found.complete:
        raise EngineUnavailableError("The live generation is not complete.")
    if found.key_version != key_version:
        raise EngineUnavailableError(
            f"The live generation's keys are of version {found.key_version}, this service's of {key_version}."
        )


def _check_length(path: Path) -> None:
    """A file cut short could look like one with fewer records, so it must be as long as its header says.

    The header: https://www.sqlite.org/fileformat2.html, 1.3 The Database Header.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
        length = file.seek(0, 2)
    page_size = int.from_bytes(header[_PAGE_SIZE], "big")
    page_size = _LARGEST_PAGE if page_size == 1 else page_size
    if not length or length != page_size * int.from_bytes(header[_PAGE_COUNT], "big"):
        raise EngineUnavailableError("A generation's file is empty or cut short.")
