"""Chance that is the same everywhere."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from indexer.sample.draw import Draw, Weighted


def test_the_sequence_of_seed_one_is_the_published_mersenne_twister() -> None:
    draw = Draw(1)
    assert [draw.share() for _ in range(3)] == [0.13436424411240122, 0.8474337369372327, 0.763774618976614]


@given(st.integers(0, 2**32), st.integers(-1_000, 1_000), st.integers(0, 1_000))
def test_a_number_lies_between_its_ends(seed: int, first: int, width: int) -> None:
    assert first <= Draw(seed).between(first, first + width) <= first + width


def test_both_ends_are_drawn() -> None:
    draw = Draw(3)
    assert {draw.between(1, 3) for _ in range(100)} == {1, 2, 3}
    assert {draw.day_between(date(2024, 2, 28), date(2024, 3, 1)).isoformat() for _ in range(100)} == {
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
    }


def test_choices_are_as_likely_as_their_weights_say() -> None:
    draw = Draw(4)
    weighted = Weighted([("often", 90.0), ("seldom", 10.0), ("never", 0.0)])
    drawn = Counter(weighted.draw(draw) for _ in range(10_000))
    assert drawn["never"] == 0
    assert 800 < drawn["seldom"] < 1_200
