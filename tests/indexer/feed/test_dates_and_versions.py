"""Dates as feeds write them, and the order that they give to rows of one identity."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.feed.dates import parse_date, parse_moment
from indexer.feed.versions import row_version

MOMENTS = st.timedeltas(timedelta(0), timedelta(days=20_000)).map(
    lambda since: datetime(2000, 1, 1, tzinfo=UTC) + since
)


@given(st.dates())
def test_both_ways_of_writing_a_day_are_read(day: date) -> None:
    assert parse_date(day.isoformat()) == parse_date(f"{day.year:04}{day.month:02}{day.day:02}") == day


@pytest.mark.parametrize("text", ["", "2026", "2026-0401", "202604-01", "20260431", "2026/04/01", "２０２６０４０１"])
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260401", datetime(2026, 3, 31, 15, tzinfo=UTC)),
        ("2026-04-01", datetime(2026, 3, 31, 15, tzinfo=UTC)),
        ("20260401093000", datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),
        ("2026-04-01T09:30:00", datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),
        ("2026-04-01T09:30:00Z", datetime(2026, 4, 1, 9, 30, tzinfo=UTC)),
        ("2026-04-01T09:30:00+09:00", datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_of_japan_unless_it_says_otherwise(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment


@given(MOMENTS, MOMENTS, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_the_later_time_wins_and_then_the_later_row(
    one: datetime, other: datetime, one_position: int, other_position: int
) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    versions = row_version(one, one_position), row_version(other, other_position)
    assert (versions[0] < versions[1]) == ((one, one_position) < (other, other_position))


def test_every_version_until_2068_fits_the_engines_signed_64_bits() -> None:
    assert 0 <= row_version(datetime(2068, 1, 1, tzinfo=UTC) - timedelta(seconds=1), 2**32 - 1) < 2**63
    assert row_version(datetime(1990, 1, 1, tzinfo=UTC), 5) == 5
