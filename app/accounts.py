"""Accounts: made, found, disabled, given a new password; and who may log in."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.login_sessions import end_all_of
from app.passwords import hash_password, verify_password
from app.roles import Role
from app.service_error import ServiceError
from app.state.models import Account, Institution

_USER_ID: Final = re.compile(r"[A-Za-z0-9._@-]{1,64}")


class AccountError(ServiceError):
    """An account that cannot be made or is not there."""


def create_account(
    session: Session, *, user_id: str, role: Role, institution: Institution | None, password: str
) -> Account:
    """Make an account. An operator belongs to no institution, everyone else to one.

    Raises :class:`AccountError`.
    """
    if not _USER_ID.fullmatch(user_id):
        raise AccountError("a user ID is 1 to 64 of A-Z a-z 0-9 . _ @ -")
    if (role is Role.OPERATOR) != (institution is None):
        raise AccountError("an operator has no institution, every other role needs one")
    if _by_user_id(session, user_id) is not None:
        raise AccountError(f"account {user_id} exists already")
    account = Account(user_id=user_id, role=role, institution=institution, password_hash=hash_password(password))
    session.add(account)
    session.flush()
    return account


def find_account(session: Session, user_id: str) -> Account:
    """The account of this ユーザID.

    Raises :class:`AccountError` if there is none.
    """
    account = _by_user_id(session, user_id)
    if account is None:
        raise AccountError(f"there is no account {user_id}; see: shikaku account list")
    return account


def list_accounts(session: Session) -> Sequence[Account]:
    """All of them, by ユーザID."""
    return session.scalars(select(Account).order_by(Account.user_id)).all()


def disable_account(session: Session, user_id: str, now: datetime) -> None:
    """From now on it lets nobody in, and whoever is in is out."""
    account = find_account(session, user_id)
    account.disabled_at = account.disabled_at or now
    end_all_of(session, account.id)


def set_password(session: Session, user_id: str, password: str) -> None:
    """Replace the password; whoever logged in with the old one is out."""
    account = find_account(session, user_id)
    account.password_hash = hash_password(password)
    end_all_of(session, account.id)


def authenticate(session: Session, user_id: str, password: str) -> Account | None:
    """The account, if it may log in with this password.

    An unknown ユーザID, a wrong password and a disabled account are told apart neither by the answer nor by
    the work done for it (OWASP ASVS 5.0, 6.3.8).
    """
    account = _by_user_id(session, user_id)
    if not verify_password(account.password_hash if account else None, password):
        return None
    return account if account and account.disabled_at is None else None


def _by_user_id(session: Session, user_id: str) -> Account | None:
    return session.scalars(select(Account).where(Account.user_id == user_id)).one_or_none()
