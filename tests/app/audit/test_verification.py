"""Whatever is done to a chain, the first broken link is named, exactly."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.chain import Link, link
from app.audit.checkpoint import Checkpoint
from app.audit.event import Kind
from app.audit.table import Unreadable
from app.audit.verification import How, Notable, Verification, verify
from tests.app.audit.chains import (
    FOREIGN_KEY,
    KEYS,
    NEW_KEY,
    OLD_KEY,
    chain,
    checkpoint_of,
    event,
    telling,
    with_column,
)

LENGTH = 8
WHOLE = chain(LENGTH)
PROOF = checkpoint_of(WHOLE)
COLUMNS = [field.name for field in fields(Link) if field.name != "sequence"]

places = st.integers(0, LENGTH - 1)


def verified(links: Iterable[Link | Unreadable], *checkpoints: Checkpoint) -> Verification:
    return verify(links, KEYS, checkpoints or [PROOF])


def broken(links: Iterable[Link | Unreadable], *checkpoints: Checkpoint) -> tuple[int, How] | None:
    found = verified(links, *checkpoints).broken
    return (found.sequence, found.how) if found else None


def flipped(value: Any, bit: int, place: int) -> object:
    """The value with one bit changed; a value where there is none."""
    if value is None:
        return 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 << bit)
    if isinstance(value, int):
        return value ^ (1 << bit)
    if not value:
        return "x"
    at = place % len(value)
    return f"{value[:at]}{chr(ord(value[at]) ^ (1 << bit))}{value[at + 1 :]}"


def test_a_chain_as_it_was_written_is_intact() -> None:
    found = verified(WHOLE)
    assert (found.broken, found.notes, found.events, found.last) == (None, (), LENGTH, WHOLE[-1].head)


def test_a_chain_goes_on_when_the_key_changes() -> None:
    older = chain(3, key=OLD_KEY)
    links = [*older, *chain(3, after=older[-1].head, key=NEW_KEY)]
    assert broken(links, checkpoint_of(links)) is None


def test_an_empty_trail_is_intact() -> None:
    assert verify([], KEYS).broken is None


@given(places, st.sampled_from(COLUMNS), st.integers(0, 6), st.integers(0, 100))
def test_one_changed_bit_of_any_column_is_found_where_it_is(place: int, column: str, bit: int, where: int) -> None:
    touched = with_column(WHOLE[place], column, flipped(getattr(WHOLE[place], column), bit, where))
    expected = How.KEY_UNKNOWN if column == "key_id" else How.CHANGED
    assert broken([*WHOLE[:place], touched, *WHOLE[place + 1 :]]) == (place + 1, expected)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("nonsense", [None, b"\xff", 1.5, ""])
def test_a_column_that_holds_what_no_event_can_hold_is_a_changed_link(column: str, nonsense: object) -> None:
    touched = with_column(WHOLE[3], column, nonsense)
    found = broken([*WHOLE[:3], touched, *WHOLE[4:]])
    assert found in {(4, How.CHANGED), (4, How.KEY_UNKNOWN)}


def test_a_link_that_cannot_be_read_is_a_changed_link() -> None:
    assert broken([*WHOLE[:3], Unreadable(4), *WHOLE[4:]]) == (4, How.CHANGED)


@given(places, st.integers(-3, LENGTH + 5).filter(lambda number: not 1 <= number <= LENGTH))
def test_an_event_with_another_number_is_found_where_it_was_or_is(place: int, number: int) -> None:
    moved = replace(WHOLE[place], sequence=number)
    links = sorted([*WHOLE[:place], moved, *WHOLE[place + 1 :]], key=lambda entry: entry.sequence)
    found = broken(links)
    assert found
    assert found[0] == min(place + 1, number)


@given(st.integers(1, LENGTH - 2), st.integers(1, LENGTH))
def test_removed_events_are_found_by_the_first_that_is_missing(place: int, count: int) -> None:
    until = min(place + count, LENGTH - 1)
    assert broken([*WHOLE[:place], *WHOLE[until:]]) == (place + 1, How.REMOVED)


@given(places, places)
def test_two_swapped_events_are_found_at_the_first_place(one: int, other: int) -> None:
    if one == other:
        return
    links = list(WHOLE)
    links[one] = replace(WHOLE[other], sequence=one + 1)
    links[other] = replace(WHOLE[one], sequence=other + 1)
    found = broken(links)
    assert found
    assert found[0] == min(one, other) + 1


@given(st.integers(0, LENGTH), st.booleans())
def test_an_added_event_is_found_where_it_stands(place: int, looks_signed: bool) -> None:
    before = WHOLE[place - 1].head if place else WHOLE[0].head
    forged = link(before, event(subject="search:forged"), FOREIGN_KEY)
    forged = replace(
        forged,
        sequence=place + 1,
        previous_mac=WHOLE[place - 1].mac if place else "",
        key_id=NEW_KEY.id if looks_signed else FOREIGN_KEY.id,
    )
    later = [replace(entry, sequence=entry.sequence + 1) for entry in WHOLE[place:]]
    how = How.KEY_UNKNOWN if not looks_signed else How.CHANGED if place == LENGTH else How.INSERTED
    assert broken([*WHOLE[:place], forged, *later]) == (place + 1, how)


def test_an_event_in_the_place_of_another_is_a_changed_one() -> None:
    forged = replace(WHOLE[3], subject="search:forged", mac="0" * 64)
    assert broken([*WHOLE[:3], forged, *WHOLE[4:]]) == (4, How.CHANGED)


@given(st.integers(0, LENGTH - 1))
def test_a_cut_tail_is_found_by_the_checkpoint(left: int) -> None:
    assert broken(WHOLE[:left]) == (left + 1, How.TRUNCATED)


def test_a_tail_that_was_cut_and_written_anew_is_found_by_the_checkpoint() -> None:
    """Every link of it is rightly signed: the service itself wrote them on a database that had been put back."""
    anew = chain(6, after=WHOLE[4].head)
    assert broken([*WHOLE[:5], *anew]) == (LENGTH, How.TRUNCATED)


def test_without_a_checkpoint_a_cut_tail_cannot_be_found() -> None:
    assert verify(WHOLE[:4], KEYS).broken is None


def test_an_older_checkpoint_proves_as_far_as_it_goes() -> None:
    older = checkpoint_of(WHOLE[:4])
    assert broken(WHOLE[:5], older) is None
    assert broken(WHOLE[:3], older) == (4, How.TRUNCATED)


def test_the_first_of_several_breaks_is_named() -> None:
    touched = replace(WHOLE[2], user_id="somebody")
    assert broken([*WHOLE[:2], touched, WHOLE[3]]) == (3, How.CHANGED)


class TestTheBeginning:
    KEPT = WHOLE[3:]
    TOLD = telling(KEPT, Kind.AUDIT_EXPIRED, {"first": 1, "through": 3, "mac": WHOLE[2].mac})

    def test_it_may_be_missing_where_an_event_tells_of_exactly_that(self) -> None:
        found = verified(self.TOLD)
        assert (found.broken, [note.what for note in found.notes]) == (None, [Notable.EVENTS_EXPIRED])

    def test_it_may_not_be_missing_otherwise(self) -> None:
        assert broken(self.KEPT) == (1, How.BEGINNING_MISSING)

    @given(places, st.sampled_from(WHOLE))
    def test_an_event_that_tells_of_another_range_does_not_count(self, through: int, last: Link) -> None:
        links = telling(self.KEPT, Kind.AUDIT_EXPIRED, {"through": through, "mac": last.mac})
        expected = None if (through, last) == (3, WHOLE[2]) else (1, How.BEGINNING_MISSING)
        assert broken(links) == expected

    def test_a_forged_event_does_not_count(self) -> None:
        forged = replace(self.TOLD[-1], mac="0" * 64)
        assert broken([*self.TOLD[:-1], forged]) == (1, How.BEGINNING_MISSING)

    def test_more_than_was_told_of_may_not_be_missing(self) -> None:
        assert broken(self.TOLD[1:]) == (1, How.BEGINNING_MISSING)

    @pytest.mark.parametrize("column", ["previous_mac", "user_id", "mac"])
    def test_a_first_link_that_was_changed_is_named_itself(self, column: str) -> None:
        touched = with_column(self.TOLD[0], column, "0" * 64)
        assert broken([touched, *self.TOLD[1:]]) == (4, How.CHANGED)

    def test_what_tells_of_it_is_heard_behind_a_break_too(self) -> None:
        touched = replace(self.TOLD[2], user_id="somebody")
        assert broken([*self.TOLD[:2], touched, *self.TOLD[3:]]) == (6, How.CHANGED)

    def test_a_checkpoint_of_an_expired_event_breaks_nothing(self) -> None:
        assert broken(self.TOLD, checkpoint_of(WHOLE[:2])) is None


class TestALoss:
    """Events 6 to 8, of which a checkpoint tells, are gone, and the chain goes on."""

    @pytest.mark.parametrize(
        ("kind", "outcome", "details"),
        [
            (Kind.RESTORED, "done", {"sequence": 5, "taken_back": 3}),
            (Kind.CHECKPOINT_TAKEN, "loss_accepted", {"after": 5, "through": 8}),
        ],
    )
    def test_it_is_told_and_breaks_nothing(self, kind: Kind, outcome: str, details: dict[str, int]) -> None:
        links = telling(WHOLE[:5], kind, dict(details), outcome=outcome)
        links = [*links, *chain(4, after=links[-1].head)]
        found = verified(links)
        assert (found.broken, [(note.what, note.sequence) for note in found.notes]) == (
            None,
            [(Notable.EVENTS_LOST, 6)],
        )

    def test_it_does_not_excuse_what_was_lost_before_it_or_after_it(self) -> None:
        links = telling(WHOLE[:5], Kind.RESTORED, {"sequence": 5, "taken_back": 3})
        later = checkpoint_of(telling(links, Kind.LOG_IN, {}))
        assert broken(links, later) == (7, How.TRUNCATED)
        other = replace(PROOF, sequence=4, mac="0" * 64)
        assert broken(links, other) == (4, How.TRUNCATED)

    def test_an_ordinary_checkpoint_excuses_nothing(self) -> None:
        links = telling(WHOLE[:5], Kind.CHECKPOINT_TAKEN, {"after": 5, "through": 8})
        assert broken([*links, *chain(4, after=links[-1].head)]) == (LENGTH, How.TRUNCATED)


def test_that_a_checkpoint_was_missing_is_told_with_its_time() -> None:
    links = telling(WHOLE, Kind.CHECKPOINT_MISSING, {})
    (note,) = verified(links).notes
    assert (note.what, note.sequence, note.at) == (Notable.CHECKPOINT_MISSING, LENGTH + 1, links[-1].at)
