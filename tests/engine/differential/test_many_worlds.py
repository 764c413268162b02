"""Both engines answer as the rules say, in many worlds that share one generation and no birth date.

The same look-ups are shown to reach every rule, so that the agreement means something.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest

from engine.contract import IndexEngine
from engine.query import Conditions
from tests.engine.differential.comparison import assert_agrees
from tests.engine.differential.loading import publish
from tests.engine.differential.oracle import expected_answer, surviving
from tests.engine.differential.questions import is_valid, make_question
from tests.engine.differential.situations import SITUATIONS, situations
from tests.engine.differential.situations.case import Case
from tests.engine.differential.worlds import World, make_world

FIRST_BIRTH_DATE = date(1930, 1, 1)
WORLDS = 240
QUESTIONS = 12
OFTEN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One world and what is asked about it."""

    world: World
    questions: tuple[Conditions, ...]


@pytest.fixture(scope="module")
def many_worlds() -> list[Asked]:
    return list(_make())


def _make() -> Iterator[Asked]:
    random = Random(20260701)  # noqa: S311 - to be repeatable
    for number in range(WORLDS):
        day = FIRST_BIRTH_DATE + timedelta(days=2 * number)
        world = make_world(random, (day, day + timedelta(days=1)))
        yield Asked(world, tuple(make_question(random, world) for _ in range(QUESTIONS)))


@pytest.fixture(scope="module")
def reached(many_worlds: list[Asked]) -> Counter[str]:
    """How many of the look-ups reach each situation."""
    counts: Counter[str] = Counter()
    for asked in many_worlds:
        everything = surviving(asked.world.written)
        for conditions in asked.questions:
            expected = expected_answer(everything, conditions)
            counts.update(situations(Case(asked.world.written, everything, conditions, expected)))
    return counts


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_look_ups_reach(situation: str, reached: Counter[str]) -> None:
    assert reached[situation] >= OFTEN


def test_the_service_would_ask_every_look_up(many_worlds: list[Asked]) -> None:
    assert all(is_valid(conditions) for asked in many_worlds for conditions in asked.questions)


def test_sqlite_agrees_with_the_oracle(sqlite_engine: IndexEngine, many_worlds: list[Asked]) -> None:
    _assert_agrees_everywhere(sqlite_engine, many_worlds)


def test_opensearch_agrees_with_the_oracle(opensearch_engine: IndexEngine, many_worlds: list[Asked]) -> None:
    _assert_agrees_everywhere(opensearch_engine, many_worlds)


def _assert_agrees_everywhere(engine: IndexEngine, many_worlds: list[Asked]) -> None:
    written = [row for asked in many_worlds for row in asked.world.written]
    everything = surviving(written)
    publish(engine, written, batch_size=500)
    for asked in many_worlds:
        for conditions in asked.questions:
            assert_agrees(engine, everything, conditions)
