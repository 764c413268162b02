from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import JAPAN
from app.lookup.outages import NO_OUTAGES, Outages, outages_of
from app.state.models import Window
from app.windows import Outage
from tests.app.windows.moments import OUTAGE, day, in_japan, midnight

DAYS = st.dates(date(2025, 11, 1), date(2025, 11, 30))
LATER = Outage(in_japan(20, 0), in_japan(20, 9, 5))


def window(outage: Outage | None, *, strict: bool = False) -> Window:
    began, ended = (outage.began_at, outage.ended_at) if outage else (None, None)
    return Window(outage_began_at=began, outage_ended_at=ended, strict=strict)


def test_without_an_outage_no_day_is_left_out_and_none_is_offered() -> None:
    for outages in (NO_OUTAGES, outages_of([]), outages_of([window(None)])):
        assert not outages.leaves_out(day(12))
        assert not outages.refuses(day(12))
        assert (outages.offered_days, outages.words) == ((), "")


@given(DAYS)
def test_a_day_is_left_out_unless_an_outage_touched_it(asked: date) -> None:
    outages = outages_of([window(OUTAGE), window(LATER)])
    touched = {day(9), day(10), day(20)}
    assert outages.leaves_out(asked) == (asked not in touched)


@given(DAYS, st.booleans(), st.booleans())
def test_a_day_is_refused_only_where_each_window_is_strict(asked: date, one: bool, other: bool) -> None:
    outages = outages_of([window(OUTAGE, strict=one), window(LATER, strict=other)])
    assert outages.refuses(asked) == (outages.leaves_out(asked) and one and other)


def test_the_period_is_told_in_japan_to_the_minute() -> None:
    assert outages_of([window(OUTAGE)]).words == "2025年11月9日 9時30分～2025年11月10日 17時00分"
    assert outages_of([window(OUTAGE), window(LATER)]).words.endswith(
        "、2025年11月20日 0時00分～2025年11月20日 9時05分"
    )


@given(first=DAYS, days=st.integers(1, 12))
def test_each_day_of_a_short_outage_is_offered_and_the_ends_of_a_longer_one(first: date, days: int) -> None:
    last = first + timedelta(days=days - 1)
    outage = Outage(midnight(first), datetime.combine(last, datetime.max.time(), JAPAN))
    expected = [first + timedelta(days=number) for number in range(days)]
    assert list(Outages(outages=(outage,)).offered_days) == (expected if days <= 4 else [first, last])


@pytest.mark.parametrize("order", [(OUTAGE, LATER), (LATER, OUTAGE), (LATER, OUTAGE, OUTAGE)])
def test_days_of_several_outages_are_offered_once_each_in_their_order(order: tuple[Outage, ...]) -> None:
    assert Outages(outages=order).offered_days == (day(9), day(10), day(20))
