"""The embedded engine answers as the rules say in whatever world, each in a folder of its own."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.sqlite.engine import SqliteIndexEngine
from tests.engine.differential.comparison import assert_agrees
from tests.engine.differential.loading import publish
from tests.engine.differential.oracle import surviving
from tests.engine.differential.pools import BIRTH_DATES
from tests.engine.differential.questions import make_question
from tests.engine.differential.worlds import make_world

QUESTIONS = 12

# Drawn numbers shrink to a small world, but rarely make a crowd; true random ones do.
RANDOMS = st.one_of(st.randoms(use_true_random=False), st.randoms(use_true_random=True))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(random=RANDOMS, batch_size=st.sampled_from((1, 7, 1000)))
def test_sqlite_agrees_with_the_oracle(random: Random, batch_size: int) -> None:
    world = make_world(random, BIRTH_DATES)
    everything = surviving(world.written)
    note(f"{world}")
    with TemporaryDirectory() as folder:
        engine = SqliteIndexEngine(Path(folder))
        try:
            publish(engine, world.written, batch_size)
            for _ in range(QUESTIONS):
                assert_agrees(engine, everything, make_question(random, world))
        finally:
            engine.close()
