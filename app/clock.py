"""The time, and the day in Japan, which decides windows, 資格確認日 and ages."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

JAPAN: Final = ZoneInfo("Asia/Tokyo")


class Clock:
    """The machine's clock. Tests put another in its place by overriding :meth:`now`."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def today_in_japan(self) -> date:
        """The calendar day in Japan, wherever the machine stands."""
        return day_in_japan(self.now())


def day_in_japan(moment: datetime) -> date:
    """The calendar day in Japan at a moment, which has a zone."""
    return moment.astimezone(JAPAN).date()
