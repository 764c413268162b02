"""Dates and times as feeds write them."""

import re
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

JAPAN: Final = ZoneInfo("Asia/Tokyo")

_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ]?\d{2}:?\d{2}:?\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def parse_date(text: str) -> date:
    """``YYYYMMDD`` or ``YYYY-MM-DD``. Raises :class:`ValueError`."""
    match = _DATE.fullmatch(text.strip())
    if match is None or text.strip().count("-") == 1:
        msg = "not a date: YYYYMMDD or YYYY-MM-DD"
        raise ValueError(msg)
    return date(*map(int, match.groups()))


def parse_moment(text: str) -> datetime:
    """A date (its first moment), ``YYYYMMDDHHmmss`` or an ISO time, in Japan unless it says otherwise; in UTC.

    Raises :class:`ValueError`.
    """
    stripped = text.strip()
    if _TIME.fullmatch(stripped):
        digits_only = stripped if not stripped.isdigit() else f"{stripped[:8]}T{stripped[8:]}"
        moment = datetime.fromisoformat(digits_only)
    else:
        day = parse_date(stripped)
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- the zone is set below
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)).astimezone(UTC)
    except OverflowError:
        msg = "not a moment that can be told in UTC"
        raise ValueError(msg) from None
