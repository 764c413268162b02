"""An engine's answer against the oracle's."""

from collections.abc import Sequence

from engine.answer import Answer
from engine.contract import LookupEngine
from engine.identity import record_id
from engine.lookup import look_up
from engine.query import Conditions, build_query
from engine.record import Record
from tests.engine.differential.oracle import MOST_MATCHES, Expected, expected_answer


def assert_agrees(engine: LookupEngine, everything: Sequence[Record], conditions: Conditions) -> None:
    """Fail if the engine, asked this, finds or shows anything but what the rules say of ``everything``."""
    expected = expected_answer(everything, conditions)
    _assert_same_matches(engine, expected, conditions)
    _assert_same_answer(look_up(engine, conditions), expected, conditions)


def _assert_same_matches(engine: LookupEngine, expected: Expected, conditions: Conditions) -> None:
    found = engine.search(build_query(conditions))
    ids = {match.record_id for match in found}
    all_ids = {record_id(record) for record in expected.matches}
    assert len(ids) == len(found), conditions
    assert len(found) == min(len(expected.matches), MOST_MATCHES + 1), conditions
    assert ids <= all_ids, conditions


def _assert_same_answer(found: Answer, expected: Expected, conditions: Conditions) -> None:
    shown = [(row.match.record_id, row.standing.value, row.validity.value) for row in found.rows]
    assert found.outcome.value == expected.outcome, conditions
    assert sorted(shown) == sorted((record_id(row.record), row.standing, row.validity) for row in expected.rows), (
        conditions
    )
    assert {row.match.record.updated_at for row in found.rows} == {row.record.updated_at for row in expected.rows}, (
        conditions
    )
    assert all(row.match.record in expected.matches for row in found.rows), conditions
    in_force = [standing == "in_force" for _, standing, _ in shown]
    assert in_force == sorted(in_force, reverse=True), conditions
