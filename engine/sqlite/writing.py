"""Writing documents into a generation's file."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from engine.document import Document

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


def tune_for_building(connection: sqlite3.Connection) -> None:
    """Trade safety for speed: a crash leaves a file that was never published; it is synced before it is."""
    connection.executescript(_FAST)


def write_batch(connection: sqlite3.Connection, batch: Iterable[Document]) -> Counter[str]:
    """Store documents in one transaction.

    Gives the number of record ids not there before, by insurer number. Raises ``sqlite3.Error`` or
    ``ValueError``.
    """
    created: Counter[str] = Counter()
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for document in batch:
            if _write(connection, document):
                created[document.insurer_number] += 1
    return created


def _write(connection: sqlite3.Connection, document: Document) -> bool:
    """Store one document unless a newer one is there; whether its record id is new."""
    values = _values(document)
    there = connection.execute("SELECT row, version FROM record WHERE record_id = ?", (document.record_id,)).fetchone()
    if there is None:
        _write_keys(connection, document, connection.execute(_INSERT, values).lastrowid)
        return True
    row, version = there
    if document.version >= version:
        connection.execute(_REPLACE, {**values, "row": row})
        for table in _KEY_TABLES:
            connection.execute(f"DELETE FROM {table} WHERE row = ?", (row,))  # noqa: S608 - our own table names
        _write_keys(connection, document, row)
    return False


def _write_keys(connection: sqlite3.Connection, document: Document, row: int | None) -> None:
    for table, keys in zip(_KEY_TABLES, (document.name_keys, document.kana_keys), strict=True):
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
