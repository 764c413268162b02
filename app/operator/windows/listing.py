"""Which windows the list shows, and how it names their states."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.clock import day_in_japan
from app.state.models import Window
from app.windows import WindowState

FILTERS: Final[Mapping[str, str]] = {"": "すべて", "open": "利用中", "coming": "利用予定", "past": "終了"}
"""What the list can be narrowed to."""

STATE_NAMES: Final[Mapping[WindowState, str]] = {
    WindowState.OPEN: "利用中",
    WindowState.COMING: "利用予定",
    WindowState.OVER: "終了",
    WindowState.CLOSED: "途中で終了",
}


def windows_in(chosen: str, now: datetime) -> Select[Window]:
    """The windows of a filter, the latest opening first. The states are those of :func:`app.windows.state_of`."""
    windows = select(Window).order_by(Window.opens_on.desc(), Window.id.desc())
    condition = _conditions(now).get(chosen)
    return windows if condition is None else windows.where(condition)


def next_first(windows: Select[Window]) -> Select[Window]:
    """The same, the earliest opening first."""
    return windows.order_by(None).order_by(Window.opens_on, Window.id)


def _conditions(now: datetime) -> Mapping[str, ColumnElement[bool]]:
    today = day_in_japan(now)
    past = or_(Window.closed_at.is_not(None), Window.closes_on < today)
    begun = and_(Window.opens_on <= today, or_(Window.outage_ended_at.is_(None), Window.outage_ended_at <= now))
    return {"open": and_(~past, begun), "coming": and_(~past, ~begun), "past": past}
