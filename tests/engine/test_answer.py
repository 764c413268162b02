"""From matching records to an answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answer import (
    Outcome,
    Standing,
    Validity,
    answer,
    first_day,
    in_force,
    last_day,
    standing,
    without_record_in_force,
)
from engine.identity import person_key, record_id
from engine.record import IndexedRecord
from tests.engine.records import a_record

AS_OF = date(2026, 7, 1)
DAY = timedelta(days=1)
EARLIER, LATER = date(2020, 4, 1), date(2030, 4, 1)

days = st.dates(min_value=date(2026, 6, 20), max_value=date(2026, 7, 12))


def a_match(**changes: Any) -> IndexedRecord:
    """A record as an engine finds it."""
    record = a_record(**changes)
    return IndexedRecord(record_id(record), person_key(record), record)


def strangers(count: int, **changes: Any) -> list[IndexedRecord]:
    """Records in force of as many people."""
    return [a_match(number=str(1000 + position), **changes) for position in range(count)]


def lapsed(on: date, **changes: Any) -> IndexedRecord:
    """A record whose last day in force is this."""
    return a_match(**{"valid_to": on, **changes})


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"valid_from": AS_OF}, Standing.IN_FORCE),
        ({"valid_from": AS_OF + DAY}, Standing.STARTS_LATER),
        ({"qualified_on": AS_OF}, Standing.IN_FORCE),
        ({"qualified_on": AS_OF + DAY}, Standing.STARTS_LATER),
        ({"valid_to": AS_OF}, Standing.IN_FORCE),
        ({"valid_to": AS_OF - DAY}, Standing.LAPSED),
        ({"disqualified_on": AS_OF + DAY}, Standing.IN_FORCE),
        ({"disqualified_on": AS_OF}, Standing.LAPSED),
        ({"disqualified_on": AS_OF - DAY}, Standing.LAPSED),
        ({"valid_to": AS_OF, "disqualified_on": AS_OF}, Standing.LAPSED),
        ({"valid_to": AS_OF - DAY, "disqualified_on": AS_OF + DAY}, Standing.LAPSED),
        ({"valid_to": date.max}, Standing.IN_FORCE),
        ({"disqualified_on": date.min}, Standing.LAPSED),
        ({"qualified_on": AS_OF, "valid_from": AS_OF, "valid_to": AS_OF}, Standing.IN_FORCE),
        ({"qualified_on": AS_OF + DAY, "valid_to": AS_OF - DAY}, Standing.LAPSED),
        ({"qualified_on": AS_OF + 2 * DAY, "valid_to": AS_OF + DAY}, Standing.STARTS_LATER),
        ({"qualified_on": AS_OF, "valid_to": AS_OF - DAY}, Standing.LAPSED),
    ],
)
def test_a_record_is_in_force_from_its_first_to_its_last_day(dates: dict[str, date], expected: Standing) -> None:
    assert standing(a_record(**dates), AS_OF) is expected
    assert in_force(a_record(**dates), AS_OF) == (expected is Standing.IN_FORCE)


@given(days, days, days, days)
def test_in_force_means_between_first_and_last_day(qualified: date, start: date, end: date, gone: date) -> None:
    record = a_record(qualified_on=qualified, valid_from=start, valid_to=end, disqualified_on=gone)

    expected = qualified <= AS_OF and start <= AS_OF and end >= AS_OF and gone > AS_OF

    assert in_force(record, AS_OF) == expected
    assert (first_day(record) <= AS_OF <= last_day(record)) == expected


def test_no_match_is_none() -> None:
    assert answer([], AS_OF).outcome is Outcome.NONE


def test_one_record_in_force_is_identified_and_valid() -> None:
    found = answer([a_match()], AS_OF)

    assert found.outcome is Outcome.IDENTIFIED
    assert [(row.standing, row.validity) for row in found.rows] == [(Standing.IN_FORCE, Validity.VALID)]


def test_a_lapsed_record_is_shown_as_invalid() -> None:
    found = answer([lapsed(AS_OF - DAY)], AS_OF)

    assert found.outcome is Outcome.IDENTIFIED
    assert [(row.standing, row.validity) for row in found.rows] == [(Standing.LAPSED, Validity.INVALID)]


def test_a_record_that_starts_later_is_shown_as_invalid_for_that_reason() -> None:
    found = answer([a_match(valid_from=AS_OF + DAY)], AS_OF)

    assert [(row.standing, row.validity) for row in found.rows] == [(Standing.STARTS_LATER, Validity.INVALID)]


def test_a_person_s_record_in_force_hides_their_lapsed_and_later_ones() -> None:
    current = a_match(person_id="P1", number="1")
    others = [
        lapsed(AS_OF - DAY, person_id="P1", number="2"),
        a_match(person_id="P1", number="3", valid_from=AS_OF + DAY),
    ]

    found = answer([*others, current], AS_OF)

    assert [row.match for row in found.rows] == [current]


def test_all_of_a_person_s_records_in_force_are_shown() -> None:
    both = [a_match(person_id="P1", number=number, qualified_on=date(2020, 4, int(number))) for number in ("1", "2")]

    found = answer(both, AS_OF)

    assert found.outcome is Outcome.CANDIDATES
    assert [row.match.record.number for row in found.rows] == ["2", "1"]


def test_of_a_person_s_lapsed_records_the_one_that_lapsed_last_is_shown() -> None:
    last = a_match(person_id="P1", number="3", disqualified_on=AS_OF)
    found = answer(
        [
            lapsed(AS_OF - 2 * DAY, person_id="P1", number="1", qualified_on=date(2026, 1, 1)),
            last,
            a_match(person_id="P1", number="4", valid_from=AS_OF + DAY),
        ],
        AS_OF,
    )

    assert [row.match for row in found.rows] == [last]


def test_of_records_that_lapsed_on_one_day_the_later_qualified_then_the_greater_id_is_shown() -> None:
    older = lapsed(AS_OF - DAY, person_id="P1", number="1")
    newer = [lapsed(AS_OF - DAY, person_id="P1", number=str(each), qualified_on=date(2021, 4, 1)) for each in (2, 3)]

    found = answer([*newer, older], AS_OF)

    assert [row.match for row in found.rows] == [max(newer, key=lambda match: match.record_id)]
    assert answer([older, *reversed(newer)], AS_OF) == found


def test_of_records_that_only_start_later_the_first_to_start_is_shown() -> None:
    first = a_match(person_id="P1", number="1", valid_from=AS_OF + DAY)
    second = a_match(person_id="P1", number="2", valid_from=AS_OF + 2 * DAY)

    assert [row.match for row in answer([second, first], AS_OF).rows] == [first]


def test_one_person_s_record_never_hides_another_s() -> None:
    current = a_match(number="1")
    other = lapsed(AS_OF - DAY, number="2")

    found = answer([other, current], AS_OF)

    assert found.outcome is Outcome.CANDIDATES
    assert [row.match for row in found.rows] == [current, other]


def test_alike_records_with_different_person_ids_are_different_people() -> None:
    found = answer([a_match(person_id="P1", number="1"), lapsed(AS_OF - DAY, person_id="P2", number="2")], AS_OF)

    assert len(found.rows) == 2


def test_rows_in_force_come_first_then_the_latest_qualified() -> None:
    rows = [
        lapsed(AS_OF - DAY, number="1", qualified_on=date(2025, 1, 1)),
        a_match(number="2", qualified_on=date(2019, 1, 1)),
        a_match(number="3", qualified_on=date(2022, 1, 1)),
        a_match(number="4", qualified_on=date(2026, 8, 1)),
    ]

    assert [row.match.record.number for row in answer(rows, AS_OF).rows] == ["3", "2", "4", "1"]


@given(st.permutations(strangers(5, qualified_on=EARLIER)))
def test_the_order_of_matches_does_not_matter(matches: list[IndexedRecord]) -> None:
    assert answer(matches, AS_OF) == answer(strangers(5, qualified_on=EARLIER), AS_OF)


@pytest.mark.parametrize(
    ("people", "outcome"),
    [(1, Outcome.IDENTIFIED), (2, Outcome.CANDIDATES), (5, Outcome.CANDIDATES), (6, Outcome.TOO_MANY)],
)
def test_two_to_five_rows_are_a_list_and_six_too_many(people: int, outcome: Outcome) -> None:
    found = answer(strangers(people), AS_OF)

    assert found.outcome is outcome
    assert len(found.rows) == (0 if outcome is Outcome.TOO_MANY else people)


@pytest.mark.parametrize(("matches", "outcome"), [(64, Outcome.IDENTIFIED), (65, Outcome.TOO_MANY)])
def test_more_than_64_matches_are_too_many_even_of_one_person(matches: int, outcome: Outcome) -> None:
    of_one = [
        a_match(person_id="P1", number="1"),
        *(lapsed(AS_OF - each * DAY, person_id="P1", number=str(each + 1)) for each in range(1, matches)),
    ]

    assert answer(of_one, AS_OF).outcome is outcome


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (a_match(person_id="P1", number="2"), Validity.INVALID_NEWER),
        (lapsed(AS_OF - DAY, person_id="P1", number="2"), Validity.INVALID),
        (a_match(person_id="P1", number="2", valid_from=AS_OF + DAY), Validity.INVALID),
    ],
)
def test_a_record_in_force_elsewhere_only_turns_invalid_into_newer(other: IndexedRecord, expected: Validity) -> None:
    match = lapsed(AS_OF - DAY, person_id="P1", number="1")

    found = answer([match], AS_OF, {match.person_key: [match, other]})

    assert [(row.match, row.validity) for row in found.rows] == [(match, expected)]


def test_only_people_with_a_person_id_and_nothing_in_force_are_looked_up_once_more() -> None:
    without_id = lapsed(AS_OF - DAY, number="1")
    with_id = lapsed(AS_OF - DAY, person_id="P1", number="2")
    in_force_elsewhere = [lapsed(AS_OF - DAY, person_id="P2", number="3"), a_match(person_id="P2", number="4")]

    assert without_record_in_force([without_id, with_id, *in_force_elsewhere], AS_OF) == [with_id]
