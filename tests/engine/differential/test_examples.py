"""Every example, asked of both engines and of the oracle itself."""

from datetime import date, timedelta

import pytest

from engine.contract import IndexEngine, LookupEngine
from engine.lookup import look_up
from tests.engine.differential.examples import EXAMPLES
from tests.engine.differential.examples.example import VALID, Example
from tests.engine.differential.loading import publish
from tests.engine.differential.oracle import expected_answer, surviving
from tests.engine.differential.questions import is_valid

FIRST_BIRTH_DATE = date(1940, 1, 1)

APART = [example.born(FIRST_BIRTH_DATE + timedelta(days=10 * number)) for number, example in enumerate(EXAMPLES)]
"""The examples, each about people born on days of its own."""

each_example = pytest.mark.parametrize("example", APART, ids=[example.rule for example in APART])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def engine(request: pytest.FixtureRequest) -> LookupEngine:
    """Each engine with the rows of all examples."""
    loaded: IndexEngine = request.getfixturevalue(f"{request.param}_engine")
    publish(loaded, [row for example in APART for row in example.rows], batch_size=500)
    return loaded


@each_example
def test_an_engine_answers(engine: LookupEngine, example: Example) -> None:
    found = look_up(engine, example.asked)
    shown = {row.match.record.insured_name: row.validity.value for row in found.rows}
    assert (found.outcome.value, shown) == (example.outcome, example.shown)
    assert len(found.rows) == len(example.shown)
    in_force = [row.validity.value == VALID for row in found.rows]
    assert in_force == sorted(in_force, reverse=True)


@each_example
def test_the_oracle_answers(example: Example) -> None:
    assert is_valid(example.asked)
    expected = expected_answer(surviving(example.rows), example.asked)
    shown = {row.record.insured_name: row.validity for row in expected.rows}
    assert (expected.outcome, shown) == (example.outcome, example.shown)
    assert len(expected.rows) == len(example.shown)
