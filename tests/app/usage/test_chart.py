"""Where bars stand: inside the drawing, stacked without gaps, as high as their numbers say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operator.usage.chart import WIDTH, Series, Stack, columns, nice_maximum, rows

SERIES = (Series("one", "一"), Series("two", "二"), Series("three", "三"))

stacks = st.lists(
    st.builds(Stack, st.text(min_size=1, max_size=5), st.tuples(*[st.integers(0, 100_000)] * 3)), max_size=60
)


@given(stacks)
def test_no_bar_leaves_the_drawing(given_stacks: list[Stack]) -> None:
    for chart in (columns("c", "t", "d", SERIES, given_stacks), rows("r", "t", "d", SERIES, given_stacks)):
        for bar in chart.bars:
            assert bar.x >= 0
            assert bar.y >= 0
            assert bar.x + bar.width <= WIDTH + 0.1
            assert bar.y + bar.height <= chart.height + 0.1


@given(stacks)
def test_there_is_a_bar_for_each_number_but_nought(given_stacks: list[Stack]) -> None:
    numbers = sum(1 for stack in given_stacks for value in stack.values if value)
    assert len(columns("c", "t", "d", SERIES, given_stacks).bars) == numbers
    assert len(rows("r", "t", "d", SERIES, given_stacks).bars) == numbers


def test_the_bars_of_a_column_stand_on_each_other_in_proportion() -> None:
    low, high, top = columns("c", "t", "d", SERIES, [Stack("今日", (10, 20, 10))]).bars
    assert (low.height, high.height, top.height) == (50, 100, 50)
    assert (low.y, high.y, top.y) == (162, 62, 12)
    assert high.tells == "今日　二 20"


def test_the_longest_row_fills_its_place_and_the_others_are_in_proportion() -> None:
    chart = rows("r", "t", "d", SERIES, [Stack("A", (30, 0, 30)), Stack("B", (15, 0, 0))])
    assert [bar.width for bar in chart.bars] == [304, 304, 152]
    assert [total.words for total in chart.totals] == ["60", "15"]


def test_without_numbers_there_is_a_drawing_without_bars() -> None:
    assert columns("c", "t", "d", SERIES, []).bars == []
    assert rows("r", "t", "d", SERIES, []).bars == []


@pytest.mark.parametrize(("value", "maximum"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (81, 200), (999, 2000)])
def test_the_scale_ends_at_a_round_number(value: int, maximum: int) -> None:
    assert nice_maximum(value) == maximum


@given(st.integers(0, 10**12))
def test_the_scale_holds_the_number_in_four_whole_steps(value: int) -> None:
    assert nice_maximum(value) >= value
    assert nice_maximum(value) % 4 == 0


def test_of_many_columns_only_some_are_named() -> None:
    many = [Stack(str(number), (1, 1, 1)) for number in range(61)]
    assert len(columns("c", "t", "d", SERIES, many).marks) <= 12
