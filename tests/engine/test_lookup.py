"""One look-up from conditions to answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from engine.answer import Outcome, Standing, Validity
from engine.contract import EngineUnavailableError, Health
from engine.document import make_document
from engine.lookup import Changed, confirm, look_up
from engine.query import Conditions, Query
from engine.record import IndexedRecord, Record, Sex
from engine.source import digest
from tests.engine.records import AS_OF, BORN, a_record

DAY = timedelta(days=1)
CONDITIONS = Conditions(name="照会太郎", birth_date=BORN, sex=Sex.MALE, insurer_name="見本市", as_of=AS_OF)


@dataclass
class Shelf:
    """An engine over a list: `matching` is what a search finds, `records` all there is."""

    records: Sequence[Record]
    matching: Sequence[Record] = ()
    persons_asked: list[tuple[str, date]] = field(default_factory=list)

    def search(self, query: Query) -> list[IndexedRecord]:
        assert query.name_key == "照会太郎"
        return [indexed(record) for record in self.matching]

    def person(self, person_id: str, birth_date: date) -> list[IndexedRecord]:
        self.persons_asked.append((person_id, birth_date))
        return [
            indexed(record)
            for record in self.records
            if (record.person_id, record.birth_date) == (person_id, birth_date)
        ]

    def get(self, record_id: str, birth_date: date | None = None) -> IndexedRecord | None:
        there = [indexed(record) for record in self.records if birth_date in (None, record.birth_date)]
        return next((match for match in there if match.record_id == record_id), None)

    def health(self) -> Health:
        raise EngineUnavailableError

    def close(self) -> None:
        """Nothing is open."""


def indexed(record: Record) -> IndexedRecord:
    """A record as an engine gives it."""
    document = make_document(record, 1)
    return IndexedRecord(document.record_id, document.person_key, record)


def lapsed(**changes: Any) -> Record:
    """A record that lapsed yesterday."""
    return a_record(**{"valid_to": AS_OF - DAY, **changes})


def test_a_record_in_force_needs_no_other_look_up() -> None:
    record = a_record(person_id="P1")
    shelf = Shelf([record], [record])

    found = look_up(shelf, CONDITIONS)

    assert (found.outcome, found.rows[0].validity) == (Outcome.IDENTIFIED, Validity.VALID)
    assert shelf.persons_asked == []


def test_a_lapsed_record_whose_person_is_insured_elsewhere_is_invalid_with_a_newer_one() -> None:
    old, new = lapsed(person_id="P1"), a_record(person_id="P1", number="2", insurer_number="06139999")
    shelf = Shelf([old, new], [old])

    found = look_up(shelf, CONDITIONS)

    assert [(row.match.record, row.validity) for row in found.rows] == [(old, Validity.INVALID_NEWER)]
    assert shelf.persons_asked == [("P1", BORN)]


def test_a_lapsed_record_without_person_id_is_invalid_and_nobody_else_is_looked_up() -> None:
    shelf = Shelf([lapsed(), a_record(number="2")], [lapsed()])

    assert [row.validity for row in look_up(shelf, CONDITIONS).rows] == [Validity.INVALID]
    assert shelf.persons_asked == []


def test_others_are_looked_up_only_for_the_people_shown() -> None:
    crowd = [lapsed(person_id=f"P{each}", number=str(each)) for each in range(6)]
    shelf = Shelf(crowd, crowd)

    assert look_up(shelf, CONDITIONS).outcome is Outcome.TOO_MANY
    assert shelf.persons_asked == []


def test_each_person_shown_is_looked_up_once() -> None:
    shown = [
        lapsed(person_id="P1", number="1"),
        lapsed(person_id="P1", number="2", valid_to=AS_OF - 2 * DAY),
        lapsed(person_id="P2", number="3"),
        a_record(person_id="P3", number="4"),
    ]
    shelf = Shelf(shown, shown)

    look_up(shelf, CONDITIONS)

    assert sorted(shelf.persons_asked) == [("P1", BORN), ("P2", BORN)]


def test_nothing_found_is_none() -> None:
    assert look_up(Shelf([]), CONDITIONS).outcome is Outcome.NONE


def test_a_confirmed_record_has_its_validity_now() -> None:
    old, new = lapsed(person_id="P1"), a_record(person_id="P1", number="2")
    shelf = Shelf([old, new])
    match = indexed(old)

    row = confirm(shelf, match.record_id, BORN, digest(old), AS_OF)
    earlier = confirm(shelf, match.record_id, BORN, digest(old), AS_OF - DAY)

    assert not isinstance(row, Changed)
    assert (row.match, row.standing, row.validity) == (match, Standing.LAPSED, Validity.INVALID_NEWER)
    assert not isinstance(earlier, Changed)
    assert (earlier.standing, earlier.validity) == (Standing.IN_FORCE, Validity.VALID)


@pytest.mark.parametrize("now", [[], [a_record(address="東京都調布市")]], ids=["gone", "changed"])
def test_a_record_that_changed_or_went_since_is_never_shown(now: list[Record]) -> None:
    known = a_record()

    assert confirm(Shelf(now), indexed(known).record_id, BORN, digest(known), AS_OF) == Changed()
