"""One feed, from file to records: what the rest of the indexer reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from marshmallow import ValidationError

from engine.record import Record
from indexer.feed.decoding import decoded
from indexer.feed.feed_error import FeedError
from indexer.feed.feed_file import FeedFile
from indexer.feed.row_schema import read_record
from indexer.feed.rows import Row, UnreadableRow, csv_rows, ndjson_rows


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A row that is a record."""

    line: int
    record: Record


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a row was not accepted. ``column`` is ``""`` when the line as a whole is wrong. Holds no value sent."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not accepted, with all that is wrong with it."""

    rejects: tuple[Reject, ...]


def read_feed(feed: FeedFile) -> Iterator[AcceptedRow | RejectedRow]:
    """Every row of the feed, in order. Raises :class:`FeedError` when the feed as a whole cannot be read."""
    try:
        for row in _rows(decoded(feed.lines())):
            yield _judged(row)
    except FeedError as error:
        msg = f"{feed.path}: {error}"
        raise FeedError(msg) from error


def _rows(lines: Iterator[str]) -> Iterator[Row | UnreadableRow]:
    """Rows of NDJSON if the first line begins an object, which no CSV header does; else of CSV."""
    first = next(lines, "")
    rows = ndjson_rows if first.lstrip().startswith("{") else csv_rows
    return rows(chain([first], lines))


def _judged(row: Row | UnreadableRow) -> AcceptedRow | RejectedRow:
    if isinstance(row, UnreadableRow):
        return RejectedRow((Reject(row.line, "", row.reason),))
    try:
        return AcceptedRow(row.line, read_record(row.values))
    except ValidationError as error:
        reasons = error.messages_dict
        return RejectedRow(
            tuple(Reject(row.line, column, str(reason)) for column in sorted(reasons) for reason in reasons[column])
        )
