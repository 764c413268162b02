"""Changes of accounts as administrators, the 実施機関 and commands make them: each with its event, both or neither."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from app.accounts import (
    ONE_TIME_FOR,
    create_account,
    disable_account,
    enable_account,
    find_account,
    reset_account,
    set_password,
)
from app.audit.event import Actor, Event, Kind
from app.audit.keys import AuditKey
from app.audit.transaction import Transaction
from app.login.attempts import unlock
from app.login_sessions import Ended, end_all_of
from app.roles import Role
from app.state.models import Account, Institution


class Action(StrEnum):
    """What can be done to an account that is there."""

    DISABLE = "disable"
    ENABLE = "enable"
    UNLOCK = "unlock"
    RESET = "reset"
    END_SESSIONS = "end-sessions"


_KINDS: Final[Mapping[Action, Kind]] = {
    Action.DISABLE: Kind.ACCOUNT_DISABLED,
    Action.ENABLE: Kind.ACCOUNT_ENABLED,
    Action.UNLOCK: Kind.ACCOUNT_UNLOCKED,
    Action.RESET: Kind.ACCOUNT_RESET,
    Action.END_SESSIONS: Kind.SESSIONS_ENDED,
}


def add_account(
    transaction: Transaction,
    *,
    user_id: str,
    role: Role,
    institution: Institution | None,
    password: str,
    must_change_password: bool,
    actor: Actor,
    now: datetime,
) -> Account:
    """Make an account, as :func:`app.accounts.create_account` does."""
    account = create_account(
        transaction.session,
        user_id=user_id,
        role=role,
        institution=institution,
        password=password,
        must_change_password=must_change_password,
        password_expires_at=now + ONE_TIME_FOR if must_change_password else None,
    )
    transaction.record(_event(Kind.ACCOUNT_CREATED, account, actor, now))
    return account


def change_account(
    transaction: Transaction, action: Action, user_id: str, *, actor: Actor, now: datetime, key: AuditKey
) -> str:
    """Do it, and give the new one-time password if there is one, else ``""``.

    ``key``: the audit key, under which log-in attempts are counted. Raises :class:`app.accounts.AccountError`.
    """
    account = find_account(transaction.session, user_id)
    password = _CHANGES[action](transaction.session, account, _Asked(actor, now, key))
    transaction.record(_event(_KINDS[action], account, actor, now))
    return password


def change_password(
    transaction: Transaction, user_id: str, password: str, *, must_change_password: bool, actor: Actor, now: datetime
) -> None:
    """Give an account a password that somebody chose for it.

    Raises :class:`app.accounts.AccountError`.
    """
    set_password(transaction.session, user_id, password, now, must_change_password=must_change_password)
    account = find_account(transaction.session, user_id)
    transaction.record(_event(Kind.PASSWORD_CHANGED, account, actor, now))


def _event(kind: Kind, account: Account, actor: Actor, now: datetime) -> Event:
    return Event(
        kind=kind,
        actor=actor,
        at=now,
        subject=f"account:{account.user_id}",
        details={
            "role": account.role.value,
            "institution": account.institution.code if account.institution else None,
        },
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """``key``: the audit key, under which log-in attempts are counted."""

    by: Actor
    at: datetime
    key: AuditKey

    @property
    def by_institution(self) -> bool:
        """Whether an administrator asks; the 実施機関, at the console or by command, belongs to none."""
        return self.by.institution_id is not None


def _disable(session: Session, account: Account, asked: _Asked) -> str:
    disable_account(session, account.user_id, asked.at, by_institution=asked.by_institution)
    return ""


def _enable(session: Session, account: Account, asked: _Asked) -> str:
    enable_account(session, account.user_id, by_institution=asked.by_institution)
    return ""


def _unlock(session: Session, account: Account, asked: _Asked) -> str:
    unlock(session, account.user_id, asked.key)
    return ""


def _reset(session: Session, account: Account, asked: _Asked) -> str:
    """Whoever forgot a password has usually tried so often that the right one would be refused as well."""
    unlock(session, account.user_id, asked.key)
    return reset_account(session, account.user_id, asked.at)


def _end_sessions(session: Session, account: Account, asked: _Asked) -> str:
    end_all_of(session, account.id, asked.at, Ended.BY_ADMINISTRATOR)
    return ""


_CHANGES: Final[Mapping[Action, Callable[[Session, Account, _Asked], str]]] = {
    Action.DISABLE: _disable,
    Action.ENABLE: _enable,
    Action.UNLOCK: _unlock,
    Action.RESET: _reset,
    Action.END_SESSIONS: _end_sessions,
}
