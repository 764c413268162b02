"""Whether a window is open at a moment. Pure."""

from datetime import datetime
from enum import StrEnum

from app.clock import day_in_japan
from app.state.models import Window


class WindowState(StrEnum):
    """What a window is at a moment."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    """Its last day has passed."""
    CLOSED = "closed"
    """By hand."""


def state_of(window: Window, now: datetime) -> WindowState:
    """What a window is now: open from its first to its last day, both included, but not before 復旧."""
    today = day_in_japan(now)
    if window.closed_at is not None:
        return WindowState.CLOSED
    if window.closes_on < today:
        return WindowState.OVER
    recovered = window.outage_ended_at is None or window.outage_ended_at <= now
    return WindowState.OPEN if window.opens_on <= today and recovered else WindowState.COMING


def is_open(window: Window, now: datetime) -> bool:
    """Whether those for whom the window holds may use the look-up now."""
    return state_of(window, now) is WindowState.OPEN
