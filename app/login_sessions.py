"""Log-in sessions, kept on the server: the cookie carries a random token, this table says if it still counts."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.log_in_stages import Stage
from app.state.models import LoginSession, StoredSearch

SECOND_FACTOR_WITHIN: Final = timedelta(minutes=10)
"""How long a session waits for the code of its second factor."""

_TOUCH_AFTER: Final = timedelta(seconds=30)
"""A session seen more recently is not written again. It spares the database, and only shortens the idle time."""


class Ended(StrEnum):
    """Why a session was ended by somebody else than the browser that has it."""

    SUPERSEDED = "superseded"
    """The account logged in elsewhere, and may not be at more places."""
    BY_ADMINISTRATOR = "by_administrator"
    EVERYWHERE = "everywhere"
    """Its owner logged out everywhere."""
    DISABLED = "disabled"
    PASSWORD = "password"  # noqa: S105 -- a reason
    """The password was changed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``idle``: without any request; ``absolute``: since the log-in."""

    idle: timedelta
    absolute: timedelta


def start_session(
    session: Session, account_id: int, now: datetime, *, stage: Stage = Stage.COMPLETE, address: str = ""
) -> str:
    """Begin a session and give its token (256 random bits), which is never stored."""
    token = _new_token()
    session.add(
        LoginSession(
            id=session_id(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
            stage=stage,
            address=address,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime, limits: Limits) -> LoginSession | None:
    """The session of a token, if it was not ended, is within its limits, and its account is not disabled."""
    login_session = session.get(LoginSession, session_id(token))
    if login_session is None or login_session.ended_at is not None or login_session.account.disabled_at is not None:
        return None
    idle_since = now - login_session.last_seen_at
    age = now - login_session.created_at
    if login_session.stage is Stage.SECOND_FACTOR and age >= SECOND_FACTOR_WITHIN:
        return None
    return login_session if idle_since < limits.idle and age < limits.absolute else None


def why_ended(session: Session, token: str) -> Ended | None:
    """Why somebody else ended the session of a token; ``None`` if nobody did, or it is not known any more."""
    login_session = session.get(LoginSession, session_id(token))
    if login_session is None:
        return None
    if login_session.account.disabled_at is not None:
        return Ended.DISABLED
    return Ended(login_session.ended_because) if login_session.ended_because else None


def living_sessions(session: Session, account_id: int, now: datetime, limits: Limits) -> Sequence[LoginSession]:
    """The complete log-ins of an account that still count, the newest first."""
    of_account = (LoginSession.account_id == account_id, LoginSession.stage == Stage.COMPLETE)
    return session.scalars(
        select(LoginSession)
        .where(*of_account, LoginSession.ended_at.is_(None), ~_expired(now, limits))
        .order_by(LoginSession.created_at.desc(), LoginSession.last_seen_at.desc(), LoginSession.id)
    ).all()


def touch_session(session: Session, login_session: LoginSession, now: datetime) -> None:
    """Note that it is in use; one that was removed at this moment is no error."""
    if now - login_session.last_seen_at >= _TOUCH_AFTER:
        session.execute(update(LoginSession).where(LoginSession.id == login_session.id).values(last_seen_at=now))


def renew_session(session: Session, token: str) -> str:
    """Let a session go on under a new token, with its searches and its age; the old token is worth nothing."""
    former = session.get_one(LoginSession, session_id(token))
    renewed = _new_token()
    values = {name: getattr(former, name) for name in ("account_id", "created_at", "last_seen_at", "stage", "address")}
    session.add(LoginSession(id=session_id(renewed), **values))
    session.flush()
    searches = update(StoredSearch).where(StoredSearch.session_id == former.id)
    session.execute(searches.values(session_id=session_id(renewed)))
    session.execute(delete(LoginSession).where(LoginSession.id == former.id))
    return renewed


def end_session(session: Session, token: str) -> None:
    """End it, and erase its stored searches with it."""
    session.execute(delete(LoginSession).where(LoginSession.id == session_id(token)))


def end_all_of(
    session: Session, account_id: int, now: datetime, because: Ended, *, except_token: str | None = None
) -> int:
    """End every session of an account, erase what they had stored, and tell how many there were.

    ``except_token``: the one that goes on.
    """
    of_account = [LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)]
    if except_token is not None:
        of_account.append(LoginSession.id != session_id(except_token))
    return _end(session, session.scalars(select(LoginSession.id).where(*of_account)).all(), now, because)


def end_superseded(session: Session, token: str, now: datetime, limits: Limits, keep: int) -> int:
    """End the oldest log-ins of the token's account, so that ``keep`` are left with this one; tell how many."""
    newest = session.get_one(LoginSession, session_id(token))
    others = [found.id for found in living_sessions(session, newest.account_id, now, limits) if found is not newest]
    return _end(session, others[keep - 1 :], now, Ended.SUPERSEDED)


def end_expired(session: Session, now: datetime, limits: Limits) -> None:
    """Remove the sessions past a limit, and what they had stored. Writes only if there are some.

    One that was ended stays for as long as a session may last, to tell its browser why.
    """
    past = or_(
        and_(LoginSession.ended_at.is_(None), _expired(now, limits)),
        LoginSession.ended_at <= now - limits.absolute,
    )
    if session.scalar(select(exists().where(past))):
        session.execute(delete(LoginSession).where(past), execution_options={"synchronize_session": False})


def session_id(token: str) -> str:
    """The SHA-256 of a token, which is what the table knows it by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _end(session: Session, ids: Sequence[str], now: datetime, because: Ended) -> int:
    if ids:
        session.execute(delete(StoredSearch).where(StoredSearch.session_id.in_(ids)))
        ended = update(LoginSession).where(LoginSession.id.in_(ids))
        session.execute(ended.values(ended_at=now, ended_because=because.value))
    return len(ids)


def _expired(now: datetime, limits: Limits) -> ColumnElement[bool]:
    return or_(
        LoginSession.last_seen_at <= now - limits.idle,
        LoginSession.created_at <= now - limits.absolute,
        and_(LoginSession.stage == Stage.SECOND_FACTOR, LoginSession.created_at <= now - SECOND_FACTOR_WITHIN),
    )


def _new_token() -> str:
    return secrets.token_urlsafe(32)
