"""Stored searches end with the window they were made in."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.state.models import Account, LoginSession, StoredSearch
from app.windows.finding import open_windows_of


def erase_searches_without_window(session: Session, now: datetime) -> None:
    """Erase the stored searches of every institution that has no open window (any more)."""
    searching = (
        select(Account.institution_id)
        .join(LoginSession, LoginSession.account_id == Account.id)
        .join(StoredSearch, StoredSearch.session_id == LoginSession.id)
        .distinct()
    )
    for institution_id in session.scalars(searching).all():
        if not open_windows_of(session, institution_id, now):
            its_sessions = (
                select(LoginSession.id).join(LoginSession.account).where(Account.institution_id == institution_id)
            )
            session.execute(
                delete(StoredSearch).where(StoredSearch.session_id.in_(its_sessions)),
                execution_options={"synchronize_session": False},
            )
