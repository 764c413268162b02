"""The demo's institution, accounts and window; what is there already stays."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from app.account_changes import add_account, change_password
from app.accounts import list_accounts
from app.audit.event import SERVICE, Event, Kind
from app.audit.transaction import Transaction
from app.clock import JAPAN, day_in_japan
from app.institutions import create_institution
from app.passwords import verify_password
from app.roles import Role
from app.state.models import Institution
from app.windows import Outage, is_open, open_window, windows_of
from app.windows.recorded import details_of, subject_of

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
_OUTAGE_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made just now; its password is known this once."""

    user_id: str
    role: Role
    password: str


def prepare_institution(transaction: Transaction, now: datetime) -> Institution:
    """The demo's institution, made if it is not there."""
    session = transaction.session
    found = session.scalars(select(Institution).where(Institution.code == INSTITUTION_CODE)).one_or_none()
    if found:
        return found
    made = create_institution(session, INSTITUTION_CODE, INSTITUTION_NAME)
    subject = f"institution:{INSTITUTION_CODE}"
    transaction.record(Event(kind=Kind.INSTITUTION_CREATED, actor=SERVICE, at=now, subject=subject))
    return made


def prepare_accounts(
    transaction: Transaction, institution: Institution, password: str | None, now: datetime
) -> list[NewAccount]:
    """Make the accounts that are missing, with ``password`` or a random one each, and tell which.

    Those that are there get ``password``, if one is given and it is not theirs already: no other account has a name of
    theirs, see :func:`app.demo.ownership.require_own_database`. None of them is asked for another password.
    """
    existing = {account.user_id: account for account in list_accounts(transaction.session)}
    for user_id in ACCOUNTS.keys() & existing.keys():
        if password and not verify_password(existing[user_id].password_hash, password):
            change_password(transaction, user_id, password, must_change_password=False, actor=SERVICE, now=now)
    made = [
        NewAccount(user_id, role, password or secrets.token_urlsafe(12))
        for user_id, role in ACCOUNTS.items()
        if user_id not in existing
    ]
    for account in made:
        add_account(
            transaction,
            user_id=account.user_id,
            role=account.role,
            institution=None if account.role is Role.OPERATOR else institution,
            password=account.password,
            must_change_password=False,
            actor=SERVICE,
            now=now,
        )
    return made


def prepare_window(transaction: Transaction, institution: Institution, now: datetime) -> bool:
    """Open a window, from yesterday for a month, unless one is open now, and tell whether one was opened.

    It never overlaps another one. It answers an outage of the two days before it.
    """
    windows = [window for window in windows_of(transaction.session, institution.id) if window.closed_at is None]
    if any(is_open(window, now) for window in windows):
        return False
    today = day_in_japan(now)
    yesterday = today - timedelta(days=1)
    earlier = [window.closes_on for window in windows if window.closes_on <= today]
    later = [window.opens_on for window in windows if window.opens_on > today]
    began_on, recovered_on = (
        datetime.combine(yesterday - timedelta(days=days), time.min, JAPAN) for days in (_OUTAGE_DAYS, 0)
    )
    window = open_window(
        transaction.session,
        institution,
        max([yesterday, *(day + timedelta(days=1) for day in earlier)]),
        min([today + timedelta(days=_OPEN_DAYS), *(day - timedelta(days=1) for day in later)]),
        outage=Outage(began_on, recovered_on),
        now=now,
    )
    opened = Event(
        kind=Kind.WINDOW_OPENED, actor=SERVICE, at=now, subject=subject_of(window), details=details_of(window)
    )
    transaction.record(opened)
    return True
