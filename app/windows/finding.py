"""Which windows there are, and which of them hold for an institution."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.state.models import Window, institution_group_member
from app.windows.state import WindowState, is_open, state_of
from app.windows.window_error import WindowError

_LATEST_FIRST: Final = (Window.opens_on.desc(), Window.id.desc())
_LARGEST_ID: Final = 2**31 - 1


def find_window(session: Session, window_id: int) -> Window:
    """The window of this number.

    Raises :class:`WindowError` if there is none.
    """
    window = session.get(Window, window_id) if 0 < window_id <= _LARGEST_ID else None
    if window is None:
        raise WindowError(
            f"there is no window {window_id}; see: shikaku window list",
            japanese="この利用期間はありません。利用期間の一覧から選び直してください。",
        )
    return window


def windows_of(session: Session, institution_id: int | None) -> Sequence[Window]:
    """The windows that hold for an institution: its own, its groups', and those for all; the latest opening first.

    ``None``, for whoever belongs to no institution: those for all.
    """
    return session.scalars(select(Window).where(_holds_for(institution_id)).order_by(*_LATEST_FIRST)).all()


def open_windows_of(session: Session, institution_id: int | None, now: datetime) -> Sequence[Window]:
    """Those of them that are open now."""
    return [window for window in windows_of(session, institution_id) if is_open(window, now)]


def coming_windows_of(session: Session, institution_id: int | None, now: datetime) -> Sequence[Window]:
    """Those of them that open later, the earliest first."""
    windows = windows_of(session, institution_id)
    return [window for window in windows if state_of(window, now) is WindowState.COMING][::-1]


def list_windows(session: Session) -> Sequence[Window]:
    """All windows, the latest opening first."""
    return session.scalars(select(Window).order_by(*_LATEST_FIRST)).all()


def _holds_for(institution_id: int | None) -> ColumnElement[bool]:
    for_all = and_(Window.institution_id.is_(None), Window.group_id.is_(None))
    if institution_id is None:
        return for_all
    members = institution_group_member.c
    groups = select(members.group_id).where(members.institution_id == institution_id)
    return or_(for_all, Window.institution_id == institution_id, Window.group_id.in_(groups))
