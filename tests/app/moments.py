"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.clock import Clock

NOON_IN_JAPAN: Final = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)


class StoppedClock(Clock):
    def __init__(self, moment: datetime = NOON_IN_JAPAN) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by
