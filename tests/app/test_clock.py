from datetime import UTC, date, datetime

import pytest

from app.clock import Clock
from tests.app.moments import StoppedClock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 3, 31, 14, 59, 59, tzinfo=UTC), date(2025, 3, 31)),
        (datetime(2025, 3, 31, 15, 0, 0, tzinfo=UTC), date(2025, 4, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_japan(moment: datetime, day: date) -> None:
    assert StoppedClock(moment).today_in_japan() == day


def test_the_real_clock_tells_utc() -> None:
    assert Clock().now().tzinfo is UTC
