"""Open, change and close windows. It takes effect on the next request."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock, day_in_japan
from app.state.models import Institution, InstitutionGroup, Window
from app.windows.erasing import erase_searches_without_window
from app.windows.finding import find_window
from app.windows.outage import Outage
from app.windows.overlap import extent_for
from app.windows.rules import Terms, require_apart, require_sense
from app.windows.state import WindowState, state_of
from app.windows.window_error import WindowError

_IS_OVER: Final = "この利用期間はすでに終了しています。必要な場合は、新しい利用期間を設定してください。"


def open_window(
    session: Session,
    institution: Institution | None,
    opens_on: date,
    closes_on: date,
    *,
    group: InstitutionGroup | None = None,
    outage: Outage | None = None,
    strict: bool = False,
    now: datetime | None = None,
) -> Window:
    """Open a window for one institution, for a group, or, with neither, for all.

    ``now``: before which the outage must be over; the machine's time, if not given.

    Raises :class:`WindowError`, also where another window holds for one of them on one of the days.
    """
    if institution and group:
        raise ValueError("a window is for an institution or for a group")
    terms = Terms(opens_on=opens_on, closes_on=closes_on, outage=outage, strict=strict)
    require_sense(terms, now or Clock().now())
    require_apart(extent_for(opens_on, closes_on, institution, group), _on_days(session, opens_on, closes_on))
    window = Window(institution=institution, group=group)
    _set(window, terms)
    session.add(window)
    session.flush()
    return window


def change_window(
    session: Session,
    window_id: int,
    *,
    opens_on: date,
    closes_on: date,
    outage: Outage | None,
    strict: bool,
    now: datetime | None = None,
) -> Window:
    """Set days and outage of a window anew; whom it is for stays.

    Raises :class:`WindowError`, as :func:`open_window` does, and where the window was closed by hand.
    """
    now = now or Clock().now()
    window = _find_not_closed(session, window_id)
    terms = Terms(opens_on=opens_on, closes_on=closes_on, outage=outage, strict=strict)
    require_sense(terms, now)
    others = [other for other in _on_days(session, opens_on, closes_on) if other is not window]
    require_apart(extent_for(opens_on, closes_on, window.institution, window.group), others)
    _set(window, terms)
    session.flush()
    erase_searches_without_window(session, now)
    return window


def close_window(session: Session, window_id: int, now: datetime) -> Window:
    """Close a window at once, and erase the searches of those whom no other window is open for.

    Raises :class:`WindowError` if there is none of this number, if it was closed by hand before, or if its last day
    has passed.
    """
    window = _find_not_closed(session, window_id)
    if state_of(window, now) is WindowState.OVER:
        raise WindowError(f"window {window_id} was over on {window.closes_on}", japanese=_IS_OVER)
    _close([window], session, now)
    return window


def close_all_windows(session: Session, now: datetime) -> Sequence[Window]:
    """Close every window that is open or opens later, and give them."""
    not_closed = select(Window).where(Window.closed_at.is_(None), Window.closes_on >= day_in_japan(now))
    windows = session.scalars(not_closed.order_by(Window.id)).all()
    _close(windows, session, now)
    return windows


def _close(windows: Sequence[Window], session: Session, now: datetime) -> None:
    for window in windows:
        window.closed_at = now
    session.flush()
    erase_searches_without_window(session, now)


def _set(window: Window, terms: Terms) -> None:
    window.opens_on = terms.opens_on
    window.closes_on = terms.closes_on
    window.outage_began_at = terms.outage.began_at if terms.outage else None
    window.outage_ended_at = terms.outage.ended_at if terms.outage else None
    window.strict = terms.strict


def _find_not_closed(session: Session, window_id: int) -> Window:
    window = find_window(session, window_id)
    if window.closed_at is not None:
        raise WindowError(
            f"window {window_id} was closed before; open another one",
            japanese=_IS_OVER,
        )
    return window


def _on_days(session: Session, first: date, last: date) -> Sequence[Window]:
    """Those not closed by hand that hold on one of these days."""
    not_closed = select(Window).where(Window.closed_at.is_(None), Window.opens_on <= last, Window.closes_on >= first)
    return session.scalars(not_closed.order_by(Window.id)).all()
