"""A new member of a group gets the group's windows, and may have no other one on the same days."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import day_in_japan
from app.state.models import Institution, InstitutionGroup, Window
from app.windows.finding import windows_of
from app.windows.rules import overlapping_for_member


def require_no_second_window(
    session: Session, group: InstitutionGroup, institution: Institution, now: datetime
) -> None:
    """Raises :class:`app.windows.WindowError` if ``institution``, once in the group, had two windows on one day.

    Days before today no longer count.
    """
    of_group = select(Window).where(Window.group_id == group.id, Window.closed_at.is_(None))
    own = [window for window in windows_of(session, institution.id) if window.closed_at is None]
    for window in session.scalars(of_group):
        for other in own:
            if other is not window and _meet(window, other, day_in_japan(now)):
                raise overlapping_for_member(other, window, institution)


def _meet(one: Window, other: Window, today: date) -> bool:
    """Whether a day from today on is in both."""
    return max(one.opens_on, other.opens_on, today) <= min(one.closes_on, other.closes_on)
