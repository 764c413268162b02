"""An engine that tells how often it was asked."""

from collections.abc import Sequence
from datetime import date

from engine.contract import Health, LookupEngine
from engine.query import Query
from engine.record import IndexedRecord


class CountingEngine:
    def __init__(self, engine: LookupEngine) -> None:
        self._engine = engine
        self.searches = 0

    def search(self, query: Query) -> Sequence[IndexedRecord]:
        self.searches += 1
        return self._engine.search(query)

    def person(self, person_id: str, birth_date: date) -> Sequence[IndexedRecord]:
        return self._engine.person(person_id, birth_date)

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        return self._engine.get(record_id, birth_date)

    def health(self) -> Health:
        return self._engine.health()

    def close(self) -> None:
        self._engine.close()
