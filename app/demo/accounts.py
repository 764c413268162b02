"""The demo's institution, accounts and window; what is there already stays."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import create_account, list_accounts, set_password
from app.institutions import create_institution
from app.passwords import verify_password
from app.roles import Role
from app.state.models import Institution
from app.windows import open_window, open_windows_of

INSTITUTION_CODE: Final = "1312345678"
INSTITUTION_NAME: Final = "サンプル医療機関"

ACCOUNTS: Final = {
    "viewer": Role.MEDICAL_VIEWER,
    "admin": Role.ADMINISTRATOR,
    "general": Role.GENERAL,
    "other": Role.OTHER,
    "operator": Role.OPERATOR,
}
"""Role by user ID."""

_OPEN_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made just now; its password is known this once."""

    user_id: str
    role: Role
    password: str


def prepare_institution(session: Session) -> Institution:
    """The demo's institution, made if it is not there."""
    found = session.scalars(select(Institution).where(Institution.code == INSTITUTION_CODE)).one_or_none()
    return found or create_institution(session, INSTITUTION_CODE, INSTITUTION_NAME)


def prepare_accounts(session: Session, institution: Institution, password: str | None) -> list[NewAccount]:
    """Make the accounts that are missing, with ``password`` or a random one each, and tell which.

    Those that are there get ``password``, if one is given and it is not theirs already: no other account has a name of
    theirs, see :func:`app.demo.ownership.require_own_database`.
    """
    existing = {account.user_id: account for account in list_accounts(session)}
    for user_id in ACCOUNTS.keys() & existing.keys():
        if password and not verify_password(existing[user_id].password_hash, password):
            set_password(session, user_id, password)
    made = [
        NewAccount(user_id, role, password or secrets.token_urlsafe(12))
        for user_id, role in ACCOUNTS.items()
        if user_id not in existing
    ]
    for account in made:
        create_account(
            session,
            user_id=account.user_id,
            role=account.role,
            institution=None if account.role is Role.OPERATOR else institution,
            password=account.password,
        )
    return made


def prepare_window(session: Session, institution: Institution, today: date) -> None:
    """Open a window, from yesterday for a month, unless one is open today."""
    if not open_windows_of(session, institution.id, today):
        open_window(session, institution, today - timedelta(days=1), today + timedelta(days=_OPEN_DAYS))
