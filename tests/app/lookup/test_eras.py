from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.eras import FIRST_DAYS, LAST_DAYS, Era, EraProblem, era_of, in_era, to_date, western, year_in_era

DAYS = st.dates(min_value=FIRST_DAYS[Era.MEIJI], max_value=date(2117, 12, 31))


@given(DAYS)
def test_a_day_written_in_its_era_is_read_back_as_the_same_day(day: date) -> None:
    assert to_date(era_of(day), year_in_era(day), day.month, day.day) == day


@given(DAYS)
def test_every_era_names_exactly_the_days_from_its_first_to_its_last(day: date) -> None:
    for era, first in FIRST_DAYS.items():
        read = to_date(era, day.year - first.year + 1, day.month, day.day)
        if day.year < first.year:
            assert read == EraProblem()
        elif first <= day <= LAST_DAYS[era]:
            assert read == day
        else:
            assert read == EraProblem(meant=day)


@given(st.dates())
def test_western_years_name_every_day(day: date) -> None:
    assert to_date(Era.AD, day.year, day.month, day.day) == day


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "expected"),
    [
        (Era.MEIJI, 1, 1, 25, date(1868, 1, 25)),
        (Era.SHOWA, 29, 3, 26, date(1954, 3, 26)),
        (Era.SHOWA, 64, 1, 7, date(1989, 1, 7)),
        (Era.HEISEI, 1, 1, 8, date(1989, 1, 8)),
        (Era.HEISEI, 31, 4, 30, date(2019, 4, 30)),
        (Era.REIWA, 1, 5, 1, date(2019, 5, 1)),
        (Era.SHOWA, 3, 2, 29, date(1928, 2, 29)),
        (Era.AD, 1954, 3, 26, date(1954, 3, 26)),
    ],
)
def test_a_day_of_an_era(era: Era, year: int, month: int, day: int, expected: date) -> None:
    assert to_date(era, year, month, day) == expected


@pytest.mark.parametrize(
    ("day", "older", "older_year", "newer"),
    [
        (date(1912, 7, 30), Era.MEIJI, 45, Era.TAISHO),
        (date(1926, 12, 25), Era.TAISHO, 15, Era.SHOWA),
    ],
)
def test_both_eras_name_the_day_within_which_they_changed(day: date, older: Era, older_year: int, newer: Era) -> None:
    assert to_date(older, older_year, day.month, day.day) == day
    assert to_date(newer, 1, day.month, day.day) == day
    assert era_of(day) is newer
    assert era_of(day - timedelta(days=1)) is older


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "meant"),
    [
        (Era.SHOWA, 64, 1, 8, date(1989, 1, 8)),
        (Era.HEISEI, 31, 5, 1, date(2019, 5, 1)),
        (Era.HEISEI, 1, 1, 7, date(1989, 1, 7)),
        (Era.REIWA, 1, 4, 30, date(2019, 4, 30)),
        (Era.SHOWA, 1, 12, 24, date(1926, 12, 24)),
        (Era.MEIJI, 1, 1, 24, date(1868, 1, 24)),
    ],
)
def test_a_day_outside_the_era_is_a_problem_that_knows_the_day_meant(
    era: Era, year: int, month: int, day: int, meant: date
) -> None:
    assert to_date(era, year, month, day) == EraProblem(meant=meant)


@pytest.mark.parametrize(
    ("era", "year", "month", "day"),
    [
        (Era.SHOWA, 30, 2, 30),
        (Era.SHOWA, 30, 2, 29),
        (Era.HEISEI, 5, 13, 1),
        (Era.HEISEI, 0, 1, 1),
        (Era.AD, 0, 1, 1),
        (Era.AD, 1900, 2, 29),
    ],
)
def test_what_is_no_day_in_any_era_has_no_day_meant(era: Era, year: int, month: int, day: int) -> None:
    assert to_date(era, year, month, day) == EraProblem(meant=None)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1954, 3, 26), "昭和29年3月26日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1868, 1, 24), "西暦1868年1月24日"),
    ],
)
def test_a_day_in_words(day: date, words: str) -> None:
    assert in_era(day) == words


def test_the_western_form_has_four_two_and_two_digits() -> None:
    assert western(date(1954, 3, 6)) == "1954/03/06"
    assert western(date(954, 12, 26)) == "0954/12/26"
