"""When the look-up may be used: the 実施機関 sets 利用開始日 and 利用終了日 (manual, chapter 1, 1)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.service_error import ServiceError
from app.state.models import Institution, Window


class WindowError(ServiceError):
    """A window that cannot be opened or is not there."""


def is_open(windows: Iterable[Window], institution_id: int | None, day: date) -> bool:
    """Whether one of the windows holds for the institution on a day in Japan, first and last day included."""
    return any(
        window.closed_at is None
        and window.institution_id in {None, institution_id}
        and window.opens_on <= day <= window.closes_on
        for window in windows
    )


def windows_of(session: Session, institution_id: int | None) -> Sequence[Window]:
    """The windows that hold for an institution: its own, and those for all; the latest opening first."""
    return session.scalars(
        select(Window)
        .where(or_(Window.institution_id.is_(None), Window.institution_id == institution_id))
        .order_by(Window.opens_on.desc(), Window.id.desc())
    ).all()


def open_windows_of(session: Session, institution_id: int | None, day: date) -> Sequence[Window]:
    """Those of them that are open on a day."""
    return [window for window in windows_of(session, institution_id) if is_open([window], institution_id, day)]


def coming_windows_of(session: Session, institution_id: int | None, day: date) -> Sequence[Window]:
    """Those of them that open after a day, the earliest first."""
    coming = [
        window for window in windows_of(session, institution_id) if window.closed_at is None and day < window.opens_on
    ]
    return coming[::-1]


def list_windows(session: Session) -> Sequence[Window]:
    """All windows, the latest opening first."""
    return session.scalars(select(Window).order_by(Window.opens_on.desc(), Window.id.desc())).all()


def open_window(session: Session, institution: Institution | None, opens_on: date, closes_on: date) -> Window:
    """Open a window for one institution, or for all.

    Raises :class:`WindowError`.
    """
    if closes_on < opens_on:
        raise WindowError("the last day is before the first day")
    window = Window(institution=institution, opens_on=opens_on, closes_on=closes_on)
    session.add(window)
    session.flush()
    return window


def close_window(session: Session, window_id: int, now: datetime) -> None:
    """Close a window at once: the next request finds it closed.

    Raises :class:`WindowError` if there is none of this number.
    """
    window = session.get(Window, window_id)
    if window is None:
        raise WindowError(f"there is no window {window_id}; see: shikaku window list")
    window.closed_at = window.closed_at or now


def close_all_windows(session: Session, now: datetime) -> int:
    """Close every window that is not closed yet, and tell how many."""
    still_open = session.scalars(select(Window).where(Window.closed_at.is_(None))).all()
    for window in still_open:
        window.closed_at = now
    return len(still_open)
