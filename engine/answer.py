"""From matching records to an answer: validity on 資格確認日, one answer a person, and the four outcomes. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.record import IndexedRecord, Record

MATCH_LIMIT = 64
"""More matching records than this are never told apart: the answer is "too many"."""

ROW_LIMIT = 5
"""The most rows a list may show (manual, 2 4情報で資格を確認する)."""


class Outcome(StrEnum):
    """How a look-up ends."""

    NONE = "none"
    IDENTIFIED = "identified"
    CANDIDATES = "candidates"
    TOO_MANY = "too_many"


class Validity(StrEnum):
    """資格有効性, with the code values of the eligibility XML."""

    VALID = "1"
    INVALID = "2"
    INVALID_NEWER = "3"


class Standing(StrEnum):
    """Where a record stands on 資格確認日."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    STARTS_LATER = "starts_later"


@dataclass(frozen=True, slots=True)
class Row:
    """One record to show, and its validity on 資格確認日."""

    match: IndexedRecord
    standing: Standing
    validity: Validity


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, with its rows: one when identified, two to five when candidates, else none."""

    outcome: Outcome
    rows: tuple[Row, ...] = ()


def first_day(record: Record) -> date:
    """The first day on which the record can be in force: the later of 資格取得日 and 有効開始日."""
    return max(record.qualified_on, record.valid_from)


def last_day(record: Record) -> date:
    """The last day on which it can be in force: 有効終了日, or the day before 資格喪失日; ``date.max`` if neither."""
    days = [date.max]
    if record.valid_to is not None:
        days.append(record.valid_to)
    if record.disqualified_on is not None:
        days.append(record.disqualified_on - timedelta(days=1) if record.disqualified_on > date.min else date.min)
    return min(days)


def standing(record: Record, as_of: date) -> Standing:
    """In force from the first to the last day, both included; lapsed after the last day; else to start later.

    A record whose dates contradict, ending before it begins, is never in force.
    """
    if as_of > last_day(record):
        return Standing.LAPSED
    return Standing.IN_FORCE if first_day(record) <= as_of else Standing.STARTS_LATER


def in_force(record: Record, as_of: date) -> bool:
    """Whether the record is in force on ``as_of``."""
    return standing(record, as_of) is Standing.IN_FORCE


def by_person(matches: Iterable[IndexedRecord]) -> dict[str, list[IndexedRecord]]:
    """Matches grouped into persons, by person key."""
    persons: dict[str, list[IndexedRecord]] = {}
    for match in matches:
        persons.setdefault(match.person_key, []).append(match)
    return persons


def shown_of_person(matches: Sequence[IndexedRecord], as_of: date) -> list[IndexedRecord]:
    """What one person answers with.

    All records in force; else the one that lapsed last; else the one that starts first.
    """
    current = [match for match in matches if in_force(match.record, as_of)]
    if current:
        return current
    lapsed = [match for match in matches if standing(match.record, as_of) is Standing.LAPSED]
    if lapsed:
        return [max(lapsed, key=lambda m: (last_day(m.record), m.record.qualified_on, m.record_id))]
    return [min(matches, key=lambda m: (first_day(m.record), m.record.qualified_on, m.record_id))]


def without_record_in_force(matches: Iterable[IndexedRecord], as_of: date) -> list[IndexedRecord]:
    """One record of each person who has a ``person_id`` and nothing in force among the matches."""
    return [
        of_person[0]
        for of_person in by_person(matches).values()
        if of_person[0].record.person_id and not any(in_force(match.record, as_of) for match in of_person)
    ]


def validity(record: Record, as_of: date, others: Iterable[Record]) -> Validity:
    """Validity on ``as_of``; ``others`` are the same person's records, one in force makes it 無効（新しい資格あり）."""
    if in_force(record, as_of):
        return Validity.VALID
    return Validity.INVALID_NEWER if any(in_force(other, as_of) for other in others) else Validity.INVALID


def answer(
    matches: Collection[IndexedRecord],
    as_of: date,
    others: Mapping[str, Sequence[IndexedRecord]] | None = None,
) -> Answer:
    """The answer to a look-up.

    ``matches``: what the engine found, at most ``MATCH_LIMIT`` + 1. ``others``: by person key, all records of the
    persons of :func:`without_record_in_force`; they only decide between 無効 and 無効（新しい資格あり）.
    """
    if not matches:
        return Answer(Outcome.NONE)
    if len(matches) > MATCH_LIMIT:
        return Answer(Outcome.TOO_MANY)
    shown = [match for of_person in by_person(matches).values() for match in shown_of_person(of_person, as_of)]
    if len(shown) > ROW_LIMIT:
        return Answer(Outcome.TOO_MANY)
    others = others or {}
    rows = sorted((_row(match, as_of, others.get(match.person_key, ())) for match in shown), key=_order)
    return Answer(Outcome.IDENTIFIED if len(rows) == 1 else Outcome.CANDIDATES, tuple(rows))


def _row(match: IndexedRecord, as_of: date, others: Iterable[IndexedRecord]) -> Row:
    return Row(
        match=match,
        standing=standing(match.record, as_of),
        validity=validity(match.record, as_of, (other.record for other in others)),
    )


def _order(row: Row) -> tuple[bool, int, str]:
    """Rows in force first, then the latest 資格取得日; the record id makes the order the same on both engines."""
    return (
        row.standing is not Standing.IN_FORCE,
        -row.match.record.qualified_on.toordinal(),
        row.match.record_id,
    )
