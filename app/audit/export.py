"""The trail written out for others to read: CSV for a spreadsheet, NDJSON for programs."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from io import StringIO
from typing import Any, Final

from app.audit.chain import Link, details_of
from app.clock import JAPAN
from app.spreadsheet_cell import spreadsheet_cell

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a Japanese spreadsheet reads the file as CP932."""


class Format(StrEnum):
    """How events are written."""

    CSV = "csv"
    NDJSON = "ndjson"


COLUMNS: Final = tuple(
    column for field in fields(Link) for column in (("at_utc", "at_japan") if field.name == "at" else (field.name,))
)
"""The names of what each event has, as :class:`app.audit.chain.Link`; its time in UTC and in Japan."""


def write_out(links: Iterable[Link], form: Format) -> Iterator[str]:
    """The text of the file, piece by piece."""
    return _csv(links) if form is Format.CSV else _ndjson(links)


def _csv(links: Iterable[Link]) -> Iterator[str]:
    """Every cell is quoted, and none is a formula to a spreadsheet."""
    yield _BYTE_ORDER_MARK + _row(COLUMNS)
    for link in links:
        values = _values(link).values()
        yield _row(spreadsheet_cell("" if value is None else str(value)) for value in values)


def _ndjson(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        yield json.dumps({**_values(link), "details": details_of(link)}, ensure_ascii=False) + "\n"


def _values(link: Link) -> dict[str, Any]:
    values = asdict(link)
    return {column: values[column] if column in values else _time(link.at, column) for column in COLUMNS}


def _time(at: datetime, column: str) -> str:
    local = at if column == "at_utc" else at.astimezone(JAPAN)
    return local.isoformat(timespec="microseconds")


def _row(cells: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(cells)
    return text.getvalue()
