"""Engines that are out of order, for faults that cannot be had from a real one at will."""

# ruff: noqa: ARG002 -- whatever they are asked, they fail

from collections.abc import Sequence
from datetime import date

from engine.contract import EngineUnavailableError, Health
from engine.query import Query
from engine.record import IndexedRecord


class UnavailableEngine:
    """Every question fails; ``reason`` stands where a careless library would put what it was asked."""

    def __init__(self, reason: str = "away") -> None:
        self.reason = reason

    def search(self, query: Query) -> Sequence[IndexedRecord]:
        raise EngineUnavailableError(self.reason)

    def person(self, person_id: str, birth_date: date) -> Sequence[IndexedRecord]:
        raise EngineUnavailableError(self.reason)

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        raise EngineUnavailableError(self.reason)

    def health(self) -> Health:
        raise EngineUnavailableError(self.reason)

    def close(self) -> None:
        pass


class BrokenEngine(UnavailableEngine):
    """A look-up meets an error that nobody foresaw, with the query in its text and in its frames."""

    def search(self, query: Query) -> Sequence[IndexedRecord]:
        typed = f"{query.name_key} {query.kana_key} {query.address_phrases}"
        raise RuntimeError(typed)
