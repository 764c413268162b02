"""Accounts: made, found, disabled, enabled, reset, given a new password."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.login_sessions import Ended, end_all_of
from app.passwords import hash_password
from app.roles import Role
from app.service_error import ServiceError
from app.state.models import Account, Institution, RecoveryCode

ONE_TIME_FOR: Final = timedelta(days=14)
"""How long a password that somebody else made can be used for its one log-in (OWASP ASVS 5.0, 6.4.1)."""

_USER_ID: Final = re.compile(r"[A-Za-z0-9._@-]{1,64}")

_CHARACTERS: Final = "bcdfghjkmnpqrstvwxyz23456789"
"""Of one-time passwords: none is taken for another on paper or on the telephone, and no vowel makes a word."""

_GROUPS: Final = 4
_GROUP_LENGTH: Final = 4


class AccountError(ServiceError):
    """An account that cannot be made, is not there, or must stay as it is.

    ``field``: which of its facts is wrong (``user_id``, ``role`` or ``institution``), ``""`` if none is.
    """

    def __init__(self, text: str, *, japanese: str, field: str = "") -> None:
        super().__init__(text, japanese=japanese)
        self.field = field


def create_account(
    session: Session,
    *,
    user_id: str,
    role: Role,
    institution: Institution | None,
    password: str,
    must_change_password: bool = False,
    password_expires_at: datetime | None = None,
) -> Account:
    """Make an account. An operator belongs to no institution, everyone else to one.

    ``must_change_password``: somebody else knows the password, so the first log-in asks for another.
    ``password_expires_at``: until when that log-in must have begun.

    Raises :class:`AccountError`.
    """
    if not _USER_ID.fullmatch(user_id):
        raise AccountError(
            "a user ID is 1 to 64 of A-Z a-z 0-9 . _ @ -",
            japanese="ユーザIDは、半角の英字、数字、「.」「_」「@」「-」で、64文字以内で入力してください。",
            field="user_id",
        )
    if (role is Role.OPERATOR) != (institution is None):
        raise AccountError(
            "an operator has no institution, every other role needs one",
            japanese="医療機関コードは、実施機関アカウントでは空にし、ほかの種類のアカウントでは入力してください。",
            field="institution",
        )
    if _by_user_id(session, user_id) is not None:
        raise AccountError(
            f"account {user_id} exists already",
            japanese="このユーザIDは既に使われています。別のユーザIDを入力してください。",
            field="user_id",
        )
    account = Account(
        user_id=user_id,
        role=role,
        institution=institution,
        password_hash=hash_password(password),
        must_change_password=must_change_password,
        password_expires_at=password_expires_at,
    )
    session.add(account)
    session.flush()
    return account


def find_account(session: Session, user_id: str) -> Account:
    """The account of this ユーザID.

    Raises :class:`AccountError` if there is none.
    """
    account = _by_user_id(session, user_id)
    if account is None:
        raise AccountError(
            f"there is no account {user_id}; see: shikaku account list",
            japanese="このユーザIDのアカウントはありません。アカウントの一覧で確認してください。",
            field="user_id",
        )
    return account


def list_accounts(session: Session) -> Sequence[Account]:
    """All of them, by ユーザID."""
    return session.scalars(select(Account).order_by(Account.user_id)).all()


def disable_account(session: Session, user_id: str, now: datetime, *, by_institution: bool = False) -> None:
    """From now on it lets nobody in, and whoever is in is out.

    ``by_institution``: an administrator does it, not the 実施機関, whose word stands.

    Raises :class:`AccountError`, also for the last operator that is not disabled: nobody could open the console.
    """
    account = find_account(session, user_id)
    if account.role is Role.OPERATOR and not _has_other_operator(session, account):
        raise AccountError(
            f"{user_id} is the last operator in use; create or enable another one first",
            japanese="利用中の実施機関アカウントがほかにないため、停止できません。"
            "先に、別の実施機関アカウントを作成するか、利用を再開してください。",
        )
    account.disabled_at = account.disabled_at or now
    account.disabled_by_operator = account.disabled_by_operator or not by_institution
    end_all_of(session, account.id, now, Ended.DISABLED)


def enable_account(session: Session, user_id: str, *, by_institution: bool = False) -> None:
    """It lets its user in again, with the password and the second factor that it had.

    Raises :class:`AccountError`, also where ``by_institution`` an account shall come in that the 実施機関 shut out.
    """
    account = find_account(session, user_id)
    if by_institution and account.disabled_by_operator:
        raise AccountError(
            f"{user_id} was disabled by the operator, who alone can enable it",
            japanese="実施機関が利用を停止したアカウントのため、再開できません。実施機関に問い合わせてください。",
        )
    account.disabled_at, account.disabled_by_operator = None, False


def reset_account(session: Session, user_id: str, now: datetime) -> str:
    """For whoever lost password or second factor: both go, and the new one-time password is given back.

    Whoever is in is out. Raises :class:`AccountError`.
    """
    account = find_account(session, user_id)
    password = temporary_password()
    set_password(session, user_id, password, now, must_change_password=True)
    account.second_factor = account.second_factor_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    return password


def set_password(
    session: Session, user_id: str, password: str, now: datetime, *, must_change_password: bool = False
) -> None:
    """Replace the password; whoever logged in with the old one is out.

    Raises :class:`AccountError`.
    """
    account = find_account(session, user_id)
    account.password_hash = hash_password(password)
    account.must_change_password = must_change_password
    account.password_expires_at = now + ONE_TIME_FOR if must_change_password else None
    end_all_of(session, account.id, now, Ended.PASSWORD)


def has_expired(account: Account, now: datetime) -> bool:
    """Whether its password was made by somebody else, and not used in time."""
    return account.password_expires_at is not None and now >= account.password_expires_at


def temporary_password() -> str:
    """A password to be used once: 16 random characters (77 bits) in groups of four."""
    groups = ("".join(secrets.choice(_CHARACTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _by_user_id(session: Session, user_id: str) -> Account | None:
    return session.scalars(select(Account).where(Account.user_id == user_id)).one_or_none()


def _has_other_operator(session: Session, account: Account) -> bool:
    others = exists().where(Account.role == Role.OPERATOR, Account.disabled_at.is_(None), Account.id != account.id)
    return bool(session.scalar(select(others)))
