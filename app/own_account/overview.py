"""What the page of one's own account shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.clock import JAPAN
from app.login.logged_in import LoggedIn, session_limits
from app.login_sessions import living_sessions
from app.second_factor.recovery_codes import codes_left
from app.services import services
from app.state.models import Account, LoginSession

_TIME: Final = "%Y/%m/%d %H:%M"


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One log-in; times in Japan."""

    began: str
    last_seen: str
    address: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """``recovery_codes_left`` counts only with a second factor."""

    has_second_factor: bool
    recovery_codes_left: int
    sessions: Sequence[OwnSession]


def overview(db: Session, user: LoggedIn) -> Overview:
    """Read it."""
    parts = services()
    living = living_sessions(db, user.account.id, parts.clock.now(), session_limits(parts))
    return Overview(
        has_second_factor=db.get_one(Account, user.account.id).second_factor is not None,
        recovery_codes_left=codes_left(db, user.account.id),
        sessions=[_own(found, user) for found in living],
    )


def _own(found: LoginSession, user: LoggedIn) -> OwnSession:
    began, last_seen = (at.astimezone(JAPAN).strftime(_TIME) for at in (found.created_at, found.last_seen_at))
    return OwnSession(began, last_seen, found.address, found.id == user.session_id)
