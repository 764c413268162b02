"""The outage that a window answers. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.clock import day_in_japan
from app.state.models import Window

_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Outage:
    """From 障害発生 (``began_at``) until just before 復旧 (``ended_at``); both times with a zone."""

    began_at: datetime
    ended_at: datetime

    @property
    def first_day(self) -> date:
        """The day on which it began."""
        return day_in_japan(self.began_at)

    @property
    def last_day(self) -> date:
        """The last day that it touched: one that ended at midnight did not touch the day that began then."""
        return day_in_japan(self.ended_at - _MOMENT)

    def covers(self, day: date) -> bool:
        """Whether there was an outage at some time of a day."""
        return self.first_day <= day <= self.last_day


def outage_of(window: Window) -> Outage | None:
    """The outage of a window; ``None`` if it names none."""
    if window.outage_began_at is None or window.outage_ended_at is None:
        return None
    return Outage(window.outage_began_at, window.outage_ended_at)
