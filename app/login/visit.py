"""What a step of the log-in takes from its request: the change itself runs in another thread, without the request."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from flask import request, session
from flask_login import login_user
from sqlalchemy.orm import Session

from app.audit.keys import AuditKeys
from app.log_in_stages import Stage
from app.login.attempts import Attempt
from app.login.logged_in import LoggedIn, LoggedInAccount, logged_in, session_limits
from app.login_sessions import Limits, end_expired, end_session, end_superseded, find_session, session_id, start_session
from app.sealer import Sealer
from app.services import services
from app.state.models import Account, LoginSession

_LONGEST_ADDRESS: Final = 64
_NO_ADDRESS: Final = "unknown"
"""Where the server knows none; ``""`` is all addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """``token``: of the session that the browser has so far, at whatever stage."""

    now: datetime
    address: str
    token: str | None = field(repr=False)
    limits: Limits
    sessions_per_account: int
    must_have_second_factor: bool
    keys: AuditKeys
    second_factors: Sealer

    @classmethod
    def of_request(cls) -> Self:
        """The current request's."""
        user, parts = logged_in(), services()
        return cls(
            now=parts.clock.now(),
            address=(request.remote_addr or _NO_ADDRESS)[:_LONGEST_ADDRESS],
            token=user.token if user else None,
            limits=session_limits(parts),
            sessions_per_account=parts.settings.sessions_per_account,
            must_have_second_factor=parts.settings.require_totp,
            keys=parts.audit.trail.keys,
            second_factors=parts.second_factors,
        )

    def attempt(self, user_id: str) -> Attempt:
        """To log in, or to show again who one is, with this ユーザID from here."""
        return Attempt.of(user_id, self.address, self.now, self.keys.newest)

    def session_at(self, db: Session, stage: Stage) -> LoginSession | None:
        """The session so far, read again in the change's own transaction; ``None`` unless it is at this stage."""
        found = find_session(db, self.token, self.now, self.limits) if self.token else None
        return found if found and found.stage is stage else None

    def go_on(self, db: Session, account: Account, stage: Stage) -> LoggedIn:
        """End the session so far and begin one at the next stage, with a token of its own.

        Only a log-in that is complete ends others: a password alone shuts nobody out.
        """
        end_expired(db, self.now, self.limits)
        if self.token:
            end_session(db, self.token)
        token = start_session(db, account.id, self.now, stage=stage, address=self.address)
        if stage is Stage.COMPLETE:
            end_superseded(db, token, self.now, self.limits, self.sessions_per_account)
        return LoggedIn(token, session_id(token), LoggedInAccount.of(account), stage)


def let_in(user: LoggedIn) -> None:
    """Give the browser the session's token; whatever it held before is dropped."""
    session.clear()
    login_user(user)
    session.pop("_id", None)  # Flask-Login's fingerprint of address and browser, which nothing here reads
