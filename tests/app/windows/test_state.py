from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import JAPAN
from app.state.models import Window
from app.windows import Outage, WindowState, is_open, state_of
from tests.app.windows.moments import NOON, OUTAGE, day, in_japan, midnight

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2020, 3, 1), timezones=ZONES)  # noqa: DTZ001 -- the zones are drawn
SHORT_DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 28))


def days_of(window: Window) -> set[date]:
    """The oracle's way: day by day."""
    count = (window.closes_on - window.opens_on).days + 1
    return {window.opens_on + timedelta(days=number) for number in range(count)}


@given(opens_on=SHORT_DAYS, length=st.integers(0, 40), now=TIMES)
def test_a_window_is_open_on_exactly_its_days_in_japan(opens_on: date, length: int, now: datetime) -> None:
    window = Window(opens_on=opens_on, closes_on=opens_on + timedelta(days=length))
    day_there = (now.astimezone(UTC) + timedelta(hours=9)).date()
    assert is_open(window, now) == (day_there in days_of(window))


@given(opens_on=DAYS, length=st.integers(0, 60))
def test_it_opens_and_ends_at_midnight_in_japan(opens_on: date, length: int) -> None:
    window = Window(opens_on=opens_on, closes_on=opens_on + timedelta(days=length))
    begins, ends = midnight(opens_on), midnight(window.closes_on + timedelta(days=1))
    moment = timedelta(microseconds=1)
    shown = [state_of(window, now) for now in (begins - moment, begins, ends - moment, ends)]
    assert shown == [WindowState.COMING, WindowState.OPEN, WindowState.OPEN, WindowState.OVER]


@given(minutes=st.integers(0, 24 * 60 - 1), now_minutes=st.integers(0, 24 * 60 - 1))
def test_a_window_of_the_day_of_recovery_begins_at_recovery(minutes: int, now_minutes: int) -> None:
    recovered = in_japan(10) + timedelta(minutes=minutes)
    now = in_japan(10) + timedelta(minutes=now_minutes)
    window = Window(opens_on=day(10), closes_on=day(12), outage_began_at=in_japan(9), outage_ended_at=recovered)
    assert is_open(window, now) == (now_minutes >= minutes)
    assert state_of(window, now) in {WindowState.OPEN, WindowState.COMING}


@pytest.mark.parametrize("closes_on", [day(11), day(12), day(13)])
def test_a_window_closed_by_hand_is_not_open_at_any_time(closes_on: date) -> None:
    window = Window(opens_on=day(11), closes_on=closes_on, closed_at=NOON)
    assert state_of(window, NOON) is WindowState.CLOSED
    assert not is_open(window, NOON)


def test_the_outage_covers_each_day_that_it_touched() -> None:
    assert [OUTAGE.covers(day(number)) for number in (8, 9, 10, 11)] == [False, True, True, False]


def test_a_recovery_at_midnight_does_not_touch_the_day_that_begins_then() -> None:
    outage = Outage(in_japan(9, 9), in_japan(11))
    assert (outage.first_day, outage.last_day) == (day(9), day(10))


@given(began_at=TIMES, lasted=st.timedeltas(timedelta(microseconds=1), timedelta(days=10)))
def test_the_days_of_an_outage_are_those_of_its_moments(began_at: datetime, lasted: timedelta) -> None:
    outage = Outage(began_at, began_at + lasted)
    for part in (0, 0.25, 0.5, 0.999999):
        assert outage.covers((began_at + lasted * part).astimezone(JAPAN).date())
    first, last = outage.first_day, outage.last_day
    assert midnight(first) <= began_at < midnight(first + timedelta(days=1))
    assert midnight(last) < outage.ended_at <= datetime.combine(last + timedelta(days=1), time.min, JAPAN)
