"""Lines to rows: CSV with a header, or NDJSON with the same names. One row a line."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from indexer.feed.columns import COLUMNS, REQUIRED
from indexer.feed.feed_error import FeedError

_COLUMN_LIKE: Final = re.compile("[a-z_]{1,40}")
"""What may be repeated in an error: a column's misspelt name, and never a patient's in a feed without header."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, by column; blank fields left out. ``line`` counts from 1, the header included."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A line that is no row."""

    line: int
    reason: str


def csv_rows(lines: Iterable[str]) -> Iterator[Row | UnreadableRow]:
    """Rows of a CSV feed.

    Raises :class:`FeedError` if the header lacks a required column or names one that is not known. Each line is read
    by itself, so that a stray quotation mark spoils one row and not those after it.
    """
    numbered = enumerate(lines, start=1)
    header = _header(next(numbered, (1, ""))[1])
    for line, text in numbered:
        if text.strip():
            yield _csv_row(line, text, header)


def ndjson_rows(lines: Iterable[str]) -> Iterator[Row | UnreadableRow]:
    """Rows of an NDJSON feed: an object a line, its values texts, numbers or null."""
    for line, text in enumerate(lines, start=1):
        if text.strip():
            yield _ndjson_row(line, text)


def _header(text: str) -> list[str]:
    try:
        names = [name.strip() for name in next(csv.reader([text], strict=True), [])]
    except csv.Error:
        _refuse("the first line is not CSV")
    if not names:
        _refuse("it is empty")
    unknown = [name for name in names if name not in COLUMNS]
    if "operation" in unknown:
        _refuse("it has an `operation` column: this is a delta, and load takes full feeds")
    if any(not _COLUMN_LIKE.fullmatch(name) for name in unknown):
        _refuse("the first line does not hold the columns' names")
    if unknown:
        _refuse(f"the header names unknown columns: {', '.join(unknown)}")
    if missing := [name for name in COLUMNS if name in REQUIRED and name not in names]:
        _refuse(f"the header lacks required columns: {', '.join(missing)}")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        _refuse(f"the header names columns twice: {', '.join(twice)}")
    return names


def _refuse(reason: str) -> NoReturn:
    raise FeedError(reason)


def _csv_row(line: int, text: str, header: Sequence[str]) -> Row | UnreadableRow:
    try:
        fields = next(csv.reader([text], strict=True))
    except csv.Error:
        return UnreadableRow(line, "not CSV: a quotation mark is not closed or stands inside a field")
    if len(fields) != len(header):
        return UnreadableRow(line, f"{len(fields)} fields where the header has {len(header)}")
    return Row(line, {name: value for name, value in zip(header, fields, strict=True) if value.strip()})


def _ndjson_row(line: int, text: str) -> Row | UnreadableRow:
    try:
        members = json.loads(text)
    except (ValueError, RecursionError):
        return UnreadableRow(line, "not JSON")
    if not isinstance(members, dict):
        return UnreadableRow(line, "not a JSON object")
    if any(name not in COLUMNS for name in members):
        return UnreadableRow(line, "names a column that is not known")
    if any(isinstance(value, bool) or not isinstance(value, str | int | None) for value in members.values()):
        return UnreadableRow(line, "a value is neither text, whole number nor null")
    texts = {name: str(value) for name, value in members.items() if value is not None}
    return Row(line, {name: value for name, value in texts.items() if value.strip()})
