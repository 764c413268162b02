"""Times as people in Japan write them."""

from datetime import date, datetime, time
from typing import Final

from app.clock import JAPAN
from app.windows import Outage

NOON: Final = datetime(2025, 11, 12, 12, tzinfo=JAPAN)
TODAY: Final = NOON.date()


def in_japan(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time in November 2025."""
    return datetime(2025, 11, day, hour, minute, tzinfo=JAPAN)


def day(number: int) -> date:
    """A day of November 2025."""
    return date(2025, 11, number)


def midnight(on: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(on, time.min, JAPAN)


OUTAGE: Final = Outage(in_japan(9, 9, 30), in_japan(10, 17))
"""From 9 November 9:30 to 10 November 17:00."""
