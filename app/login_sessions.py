"""Log-in sessions, kept on the server: the cookie carries a random token, this table says if it still counts."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from app.state.models import LoginSession

_TOUCH_AFTER: Final = timedelta(seconds=30)
"""A session seen more recently is not written again. It spares the database, and only shortens the idle time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``idle``: without any request; ``absolute``: since the log-in."""

    idle: timedelta
    absolute: timedelta


def start_session(session: Session, account_id: int, now: datetime) -> str:
    """Begin a session and give its token (256 random bits), which is never stored."""
    token = secrets.token_urlsafe(32)
    session.add(LoginSession(id=session_id(token), account_id=account_id, created_at=now, last_seen_at=now))
    return token


def find_session(session: Session, token: str, now: datetime, limits: Limits) -> LoginSession | None:
    """The session of a token, if it is within both limits and its account is not disabled."""
    login_session = session.get(LoginSession, session_id(token))
    if login_session is None or login_session.account.disabled_at is not None:
        return None
    idle_since = now - login_session.last_seen_at
    age = now - login_session.created_at
    return login_session if idle_since < limits.idle and age < limits.absolute else None


def touch_session(login_session: LoginSession, now: datetime) -> None:
    """Note that it is in use."""
    if now - login_session.last_seen_at >= _TOUCH_AFTER:
        login_session.last_seen_at = now


def end_session(session: Session, token: str) -> None:
    """End it, and erase its stored searches with it."""
    session.execute(delete(LoginSession).where(LoginSession.id == session_id(token)))


def end_all_of(session: Session, account_id: int) -> None:
    """End every session of an account."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))


def end_expired(session: Session, now: datetime, limits: Limits) -> None:
    """Remove the sessions past a limit, and what they had stored. Writes only if there are some."""
    expired = or_(LoginSession.last_seen_at <= now - limits.idle, LoginSession.created_at <= now - limits.absolute)
    if session.scalar(select(exists().where(expired))):
        session.execute(delete(LoginSession).where(expired))


def session_id(token: str) -> str:
    """The SHA-256 of a token, which is what the table knows it by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
