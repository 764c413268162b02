"""No row contradicts itself in time."""

import csv
import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sample.days import age_on, birthday, card_year_end, card_year_start
from indexer.sample.rows import Row
from indexer.sample.writer import sample_rows, write_sample
from tests.indexer.sample.conftest import TODAY
from tests.indexer.sample.in_force import compact, in_force

_DATES = [column for column in Row._fields if column.endswith(("_on", "_from", "_to", "_date", "_at"))]


def _ordered(*days: str) -> bool:
    """Whether the days that are given follow each other."""
    given_days = [day for day in days if day]
    return given_days == sorted(given_days)


def _assert_consistent(row: Row, today: date) -> None:
    for column in _DATES:
        day = getattr(row, column)
        assert not day or compact(date.fromisoformat(day)) == day, (column, row)
    born = date.fromisoformat(row.birth_date)
    assert 0 <= age_on(born, today) <= 105, row
    assert row.updated_at <= compact(today), row
    assert _ordered(row.birth_date, row.qualified_on, row.valid_from, row.valid_to), row
    assert not row.disqualified_on or row.qualified_on < row.disqualified_on, row
    assert not (row.disqualified_on and row.valid_to) or row.valid_to < row.disqualified_on, row
    assert not row.disqualified_on or row.valid_from < row.disqualified_on, row
    assert bool(row.disqualified_on) == bool(row.loss_reason), row
    assert _ordered(row.birth_date, row.issued_on, min(compact(today), row.valid_to or "9")), row
    for certificate in ("elderly", "limit"):
        first, last, issued = (
            getattr(row, f"{certificate}_{column}") for column in ("valid_from", "valid_to", "issued_on")
        )
        assert bool(first) == bool(last) == bool(issued), row
        assert _ordered(row.valid_from, first, last, row.valid_to), row
        assert not first or last >= first, row
        assert issued <= compact(today), row
    assert not row.limit_long_term_on or row.limit_valid_from <= row.limit_long_term_on <= row.limit_valid_to


def test_no_row_contradicts_itself(rows: list[Row]) -> None:
    for row in rows:
        _assert_consistent(row, TODAY)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(min_value=0, max_value=2**32),
    st.dates(min_value=date(2021, 2, 1), max_value=date(2050, 12, 31)),
)
def test_no_row_contradicts_itself_whatever_seed_and_day(seed: int, today: date) -> None:
    for row in sample_rows(300, seed=seed, today=today):
        _assert_consistent(row, today)


def test_the_text_that_is_written_holds_the_same_rows() -> None:
    out = io.StringIO(newline="")
    write_sample(out, 300, seed=5, today=TODAY)
    read = [Row(*line) for line in csv.reader(io.StringIO(out.getvalue(), newline=""))][1:]
    assert read == list(sample_rows(300, seed=5, today=TODAY))


def test_most_are_in_force_and_some_lapsed_expired_or_begin_later(rows: list[Row]) -> None:
    today = compact(TODAY)
    assert 0.7 < sum(in_force(row, today) for row in rows) / len(rows) < 0.9
    assert any(row.disqualified_on and row.disqualified_on <= today for row in rows)
    assert any(row.disqualified_on > today for row in rows)
    assert any(not row.disqualified_on and row.valid_to and row.valid_to < today for row in rows)
    assert any(row.qualified_on > today for row in rows)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2060, 12, 31)), st.integers(0, 110))
def test_an_age_is_reached_on_its_birthday_and_not_before(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age == 0 or age_on(born, date.fromordinal(day.toordinal() - 1)) == age - 1


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_card_year_runs_from_august_to_july_around_the_day(day: date) -> None:
    first, last = card_year_start(day), card_year_end(day)
    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (8, 1, 7, 31)
    assert last.year == first.year + 1
