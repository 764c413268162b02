"""One look-up from conditions to answer, the same on both engines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.answer import (
    Answer,
    Row,
    answer,
    in_force,
    standing,
    validity,
    without_record_in_force,
)
from engine.contract import LookupEngine
from engine.lookup_time import one_look_up
from engine.query import Conditions, build_query
from engine.record import IndexedRecord
from engine.source import digest


def look_up(engine: LookupEngine, conditions: Conditions) -> Answer:
    """Answer a look-up, within the engine's time limit however many people it is about.

    Raises :class:`engine.contract.EngineUnavailableError` when no trustworthy answer can be had.
    """
    with one_look_up():
        return _look_up(engine, conditions)


def _look_up(engine: LookupEngine, conditions: Conditions) -> Answer:
    matches = engine.search(build_query(conditions))
    found = answer(matches, conditions.as_of)
    if not found.rows:
        return found
    others = {
        match.person_key: other_records(engine, match)
        for match in without_record_in_force([row.match for row in found.rows], conditions.as_of)
    }
    return answer(matches, conditions.as_of, others) if others else found


@dataclass(frozen=True, slots=True)
class Changed:
    """The record of an earlier answer is no longer what it was: staff must search again."""


def confirm(engine: LookupEngine, record_id: str, birth_date: date, known_digest: str, as_of: date) -> Row | Changed:
    """Read one record of an earlier answer again, with its validity now.

    ``known_digest``: :func:`engine.source.digest` of the record when it was found; anything else is :class:`Changed`.
    """
    with one_look_up():
        match = engine.get(record_id, birth_date)
        if match is None or digest(match.record) != known_digest:
            return Changed()
        needs_others = match.record.person_id and not in_force(match.record, as_of)
        others = other_records(engine, match) if needs_others else ()
    return Row(
        match=match,
        standing=standing(match.record, as_of),
        validity=validity(match.record, as_of, (other.record for other in others)),
    )


def other_records(engine: LookupEngine, match: IndexedRecord) -> Sequence[IndexedRecord]:
    """All records of the match's person, as many as :meth:`engine.contract.LookupEngine.person` gives."""
    return engine.person(match.record.person_id, match.record.birth_date)
