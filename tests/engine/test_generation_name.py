from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.generation_name import creation_time, new_generation_name

moments = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds it


def test_a_name_tells_prefix_and_time_to_the_microsecond() -> None:
    name = new_generation_name("records", datetime(2026, 7, 1, 9, 30, 5, 123456, tzinfo=UTC))

    assert name[:-8] == "records-20260701t093005123456z-"
    assert set(name[-8:]) <= set("0123456789abcdef")


def test_local_time_is_written_as_utc() -> None:
    tokyo = timezone(timedelta(hours=9))

    name = new_generation_name("records", datetime(2026, 7, 1, 9, tzinfo=tokyo))

    assert creation_time("records", name) == datetime(2026, 7, 1, 0, tzinfo=UTC)


@given(moments)
def test_the_time_is_read_back(moment: datetime) -> None:
    assert creation_time("shikaku-records", new_generation_name("shikaku-records", moment)) == moment


@given(moments, moments)
def test_names_sort_by_time(one: datetime, other: datetime) -> None:
    names = [new_generation_name("records", moment) for moment in (one, other)]

    if one != other:
        assert (names[0] < names[1]) == (one < other)


def test_two_loads_begun_at_one_moment_have_different_names() -> None:
    moment = datetime(2026, 7, 1, tzinfo=UTC)

    assert len({new_generation_name("records", moment) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "records",
        "records-latest",
        "records-20260701t093005123456z",
        "records-20260701t093005123456z-1f0a9c3",
        "records-20260701t093005123456z-1f0a9c3ee",
        "records-20260701t093005123456z-1F0A9C3E",
        "records-20260701t093005123456z-1f0a9c3e-copy",
        "records-20260701t093005123456z-1f0a9c3e\n",
        "records-20261301t093005123456z-1f0a9c3e",
        "records-２0260701t093005123456z-1f0a9c3e",
        "old-records-20260701t093005123456z-1f0a9c3e",
        "records-b-20260701t093005123456z-1f0a9c3e",
        "../records-20260701t093005123456z-1f0a9c3e",
    ],
)
def test_a_name_that_is_not_exactly_ours_has_no_time(foreign: str) -> None:
    assert creation_time("records", foreign) is None
