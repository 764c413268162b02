"""Who is logged in on this request."""

from dataclasses import dataclass, field
from typing import Self

from flask import g
from flask_login import current_user

from app.log_in_stages import Stage
from app.login_sessions import Limits, find_session, touch_session
from app.roles import Role
from app.services import Services
from app.state.models import Account


@dataclass(frozen=True, slots=True)
class LoggedInAccount:
    """An account as it was when the request came. An operator has no institution."""

    id: int
    user_id: str
    role: Role
    institution_id: int | None
    institution_code: str | None
    institution_name: str | None

    @classmethod
    def of(cls, account: Account) -> Self:
        """Read it from the database's row."""
        institution = account.institution
        return cls(
            id=account.id,
            user_id=account.user_id,
            role=account.role,
            institution_id=account.institution_id,
            institution_code=institution.code if institution else None,
            institution_name=institution.name if institution else None,
        )


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """What Flask-Login calls a user: one account in one session. Its id is the session's token."""

    token: str = field(repr=False)
    session_id: str
    account: LoggedInAccount
    stage: Stage = Stage.COMPLETE

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie carries."""
        return self.token


def find_logged_in(services: Services, token: str) -> LoggedIn | None:
    """Who a token lets in now; noting that the session is in use."""
    now = services.clock.now()
    with services.database.session() as session:
        login_session = find_session(session, token, now, session_limits(services))
        if login_session is None:
            return None
        touch_session(session, login_session, now)
        return LoggedIn(token, login_session.id, LoggedInAccount.of(login_session.account), login_session.stage)


def session_limits(services: Services) -> Limits:
    """The limits that the settings name."""
    return Limits(services.settings.idle_limit, services.settings.absolute_limit)


def logged_in() -> LoggedIn | None:
    """Who sent the current request; ``None`` for an anonymous one."""
    user = current_user._get_current_object()  # noqa: SLF001 -- Flask-Login's only way to the object behind its proxy
    return user if isinstance(user, LoggedIn) else None


def logged_in_so_far() -> LoggedIn | None:
    """As :func:`logged_in`, without asking the database: ``None`` if nobody has asked on this request."""
    user = g.get("_login_user")
    return user if isinstance(user, LoggedIn) else None
