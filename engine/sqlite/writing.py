"""Writing documents into a generation's file."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from engine.document import Document
from engine.sqlite.stored import Stored

_FAST = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
"""
_INSERT = """
INSERT INTO record (record_id, version, person_key, person_id, insurer_number, birth_date, sex,
                    address_key, insurer_key, source)
VALUES (:record_id, :version, :person_key, :person_id, :insurer_number, :birth_date, :sex,
        :address_key, :insurer_key, :source)
"""
_REPLACE = """
UPDATE record SET version = :version, person_key = :person_key, person_id = :person_id,
    insurer_number = :insurer_number, birth_date = :birth_date, sex = :sex,
    address_key = :address_key, insurer_key = :insurer_key, source = :source
WHERE row = :row
"""
_KEY_TABLES = ("name_key", "kana_key")


class Tally:
    """Counts what is being stored: records by insurer number when first seen, keys as they come and go."""

    def __init__(self) -> None:
        self.insurers: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()

    def stored(self) -> Stored:
        """What must be there by now."""
        return Stored(insurers=dict(self.insurers), name_keys=self.keys["name_key"], kana_keys=self.keys["kana_key"])


def tune_for_building(connection: sqlite3.Connection) -> None:
    """Trade safety for speed: a crash leaves a file that was never published; it is synced before it is."""
    connection.executescript(_FAST)


def write_batch(connection: sqlite3.Connection, batch: Iterable[Document], tally: Tally) -> None:
    """Store documents in one transaction.

    Raises ``sqlite3.Error``, ``ValueError``, or ``OverflowError`` for a version of more than 63 bits; then the tally
    is of no more use.
    """
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for document in batch:
            _write(connection, document, tally)


def _write(connection: sqlite3.Connection, document: Document, tally: Tally) -> None:
    """Store one document unless a newer one is there."""
    values = _values(document)
    there = connection.execute("SELECT row, version FROM record WHERE record_id = ?", (document.record_id,)).fetchone()
    if there is None:
        _write_keys(connection, document, connection.execute(_INSERT, values).lastrowid, tally)
        tally.insurers[document.insurer_number] += 1
        return
    row, version = there
    if document.version >= version:
        connection.execute(_REPLACE, {**values, "row": row})
        for table in _KEY_TABLES:
            removed = connection.execute(f"DELETE FROM {table} WHERE row = ?", (row,))  # noqa: S608 - our own table names
            tally.keys[table] -= removed.rowcount
        _write_keys(connection, document, row, tally)


def _write_keys(connection: sqlite3.Connection, document: Document, row: int | None, tally: Tally) -> None:
    for table, keys in zip(_KEY_TABLES, (document.name_keys, document.kana_keys), strict=True):
        tally.keys[table] += len(set(keys))
        connection.executemany(
            f"INSERT OR IGNORE INTO {table} (row, key, birth_date) VALUES (?, ?, ?)",  # noqa: S608 - our own table names
            [(row, key, document.birth_date) for key in keys],
        )


def _values(document: Document) -> dict[str, str | int]:
    return {
        "record_id": document.record_id,
        "version": document.version,
        "person_key": document.person_key,
        "person_id": document.person_id,
        "insurer_number": document.insurer_number,
        "birth_date": document.birth_date,
        "sex": document.sex,
        "address_key": document.address_key,
        "insurer_key": document.insurer_key,
        "source": json.dumps(document.source, ensure_ascii=False, separators=(",", ":")),
    }
