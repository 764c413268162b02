"""What is kept of a search between two pages, and how it is written down before it is sealed. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.lookup.form import Typed
from app.lookup.listing import ListRow
from engine.answer import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSearch:
    """A search as the page shows it: the form as typed, how it ended and the rows of the list.

    ``records``: what stands for the rows' records in the audit trail.
    """

    typed: Typed
    outcome: Outcome
    rows: tuple[ListRow, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """What opens one record again, unchanged, and the search to go back to."""

    search: str
    record_id: str
    birth_date: date
    digest: str
    as_of: date


def search_to_bytes(search: KeptSearch) -> bytes:
    """Write a search down."""
    return _to_bytes(asdict(search))


def search_from_bytes(payload: bytes) -> KeptSearch:
    """Read a search back."""
    values: Mapping[str, Any] = json.loads(payload)
    return KeptSearch(
        typed=Typed(**values["typed"]),
        outcome=Outcome(values["outcome"]),
        rows=tuple(ListRow(**row) for row in values["rows"]),
        records=tuple(values["records"]),
    )


def result_to_bytes(result: KeptResult) -> bytes:
    """Write a result down."""
    return _to_bytes(asdict(result))


def result_from_bytes(payload: bytes) -> KeptResult:
    """Read a result back."""
    values: dict[str, Any] = json.loads(payload)
    days = {name: date.fromisoformat(values[name]) for name in ("birth_date", "as_of")}
    return KeptResult(**{**values, **days})


def _to_bytes(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, default=date.isoformat).encode("ascii")
