"""The accounts that somebody manages, a page at a time, each with how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.account_pages.filters import Filters
from app.account_pages.scope import Scope
from app.account_pages.states import State, states_of
from app.audit.keys import AuditKey
from app.login.attempts import locked_among
from app.operator.paging import Page, paginate
from app.state.models import Account, Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account as the pages show it. ``institution_*``: ``""`` for an operator."""

    id: int
    user_id: str
    role_name: str
    institution_code: str
    institution_name: str
    states: tuple[State, ...]


def list_page(
    session: Session, scope: Scope, filters: Filters, number: int, *, now: datetime, key: AuditKey
) -> Page[Row]:
    """A page of them by ユーザID. ``key``: the audit key, under which log-in attempts are counted."""
    locked = _locked_of(session, scope, now, key) if filters.state == State.LOCKED else ()
    chosen = _accounts_of(scope).where(*filters.conditions(now, locked))
    page = paginate(session, chosen.order_by(Account.user_id), number)
    rows = rows_of(session, page.rows, now=now, key=key)
    return Page(rows=rows, number=page.number, total=page.total, size=page.size, parameter=page.parameter)


def rows_of(session: Session, accounts: Sequence[Account], *, now: datetime, key: AuditKey) -> list[Row]:
    """Accounts as they are shown."""
    locked = locked_among(session, [account.user_id for account in accounts], key, now)
    return [_row(account, now, locked=account.user_id in locked) for account in accounts]


def _accounts_of(scope: Scope) -> Select[Account]:
    accounts = select(Account).outerjoin(Institution, Institution.id == Account.institution_id)
    if scope.is_everything:
        return accounts
    return accounts.where(Account.institution_id == scope.institution_id, Account.role.in_(scope.roles))


def _locked_of(session: Session, scope: Scope, now: datetime, key: AuditKey) -> list[int]:
    ids = {user_id: account_id for account_id, user_id in session.execute(_ids_of(scope))}
    return [ids[user_id] for user_id in locked_among(session, ids, key, now)]


def _ids_of(scope: Scope) -> Select[int, str]:
    return _accounts_of(scope).with_only_columns(Account.id, Account.user_id)


def _row(account: Account, now: datetime, *, locked: bool) -> Row:
    institution = account.institution
    return Row(
        id=account.id,
        user_id=account.user_id,
        role_name=account.role.label,
        institution_code=institution.code if institution else "",
        institution_name=institution.name if institution else "",
        states=states_of(account, now, locked=locked),
    )
