"""Look-ups in a generation's file. A statement reaches only rows of the birth date and key asked for."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from marshmallow import ValidationError

from analyzers import contains
from engine.answer import MATCH_LIMIT
from engine.contract import EngineUnavailableError
from engine.query import Query
from engine.record import IndexedRecord
from engine.source import from_source

_COLUMNS = "record.record_id, record.person_key, record.source"
_BY_NAME = "name_key CROSS JOIN record USING (row)"
_BY_KANA = "kana_key CROSS JOIN record USING (row)"
_BY_BOTH = "name_key CROSS JOIN kana_key USING (row) CROSS JOIN record USING (row)"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and its values."""

    sql: str
    values: tuple[str, ...]


def candidates(query: Query) -> Statement:
    """Select the records that meet every condition but the phrases, with their address and insurer keys.

    ``CROSS JOIN`` keeps the order written, keys first: https://www.sqlite.org/optoverview.html, 8.2.
    """
    born = query.birth_date.isoformat()
    tables, conditions, values = (
        "record",
        ["record.birth_date = ?", "record.sex = ?"],
        [born, query.sex.value],
    )
    if query.name_key is not None:
        tables = _BY_NAME
        conditions += ["name_key.birth_date = ?", "name_key.key = ?"]
        values += [born, query.name_key]
    if query.kana_key is not None:
        tables = _BY_KANA if query.name_key is None else _BY_BOTH
        conditions += ["kana_key.birth_date = ?", "kana_key.key = ?"]
        values += [born, query.kana_key]
    columns = f"{_COLUMNS}, record.address_key, record.insurer_key"
    return Statement(f"SELECT {columns} FROM {tables} WHERE {' AND '.join(conditions)}", tuple(values))  # noqa: S608 - only this module's own texts


def search(connection: sqlite3.Connection, query: Query) -> list[IndexedRecord]:
    """Every matching record, at most ``MATCH_LIMIT`` + 1."""
    statement = candidates(query)
    rows = connection.execute(statement.sql, statement.values)
    matching = (
        (record_id, person_key, source)
        for record_id, person_key, source, address_key, insurer_key in rows
        if _holds_all(address_key, query.address_phrases) and _holds_all(insurer_key, query.insurer_phrases)
    )
    return [_record(*row) for row in islice(matching, MATCH_LIMIT + 1)]


def person(connection: sqlite3.Connection, person_id: str, birth_date: date) -> list[IndexedRecord]:
    """All records of a person, at most ``MATCH_LIMIT`` + 1. Nobody has the empty ``person_id``."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM record WHERE birth_date = ? AND person_id = ? AND person_id <> '' LIMIT ?",  # noqa: S608 - only this module's own texts
        (birth_date.isoformat(), person_id, MATCH_LIMIT + 1),
    )
    return [_record(*row) for row in rows]


def get(connection: sqlite3.Connection, record_id: str, birth_date: date | None) -> IndexedRecord | None:
    """The record of this id, if it is there and of this birth date."""
    born = None if birth_date is None else birth_date.isoformat()
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM record WHERE record_id = ?1 AND (?2 IS NULL OR birth_date = ?2)",  # noqa: S608 - only this module's own texts
        (record_id, born),
    ).fetchone()
    return None if row is None else _record(*row)


def _holds_all(record_key: str, phrases: Iterable[str]) -> bool:
    return all(contains(record_key, phrase) for phrase in phrases)


def _record(record_id: str, person_key: str, source: str) -> IndexedRecord:
    try:
        return IndexedRecord(record_id, person_key, from_source(json.loads(source)))
    except (ValidationError, ValueError, TypeError):
        failure = EngineUnavailableError("A stored record is damaged.")
    raise failure
