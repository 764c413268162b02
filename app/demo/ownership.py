"""Keeps the demo away from a service in use: its passwords are printed, and it opens a window."""

from typing import Final

from sqlalchemy import Connection, inspect, select

from app.demo.accounts import ACCOUNTS, INSTITUTION_CODE, INSTITUTION_NAME
from app.roles import Role
from app.service_error import ServiceError
from app.state.models import Account, Institution

_WHAT_TO_DO: Final = "the demo changes nothing in it; set SHIKAKU_DATABASE_URL to a database of the demo's own"


class NotTheDemosError(ServiceError):
    """The database holds what the demo did not make."""


def require_own_database(connection: Connection) -> None:
    """Refuse a database that somebody uses without the demo's institution, and one where an account has a name of ours.

    What was added to the demo's own database by the commands beside it stays and is no reason to refuse. An account is
    the demo's by user ID, role and institution together. A database without tables is nobody's yet. Only columns are
    read that every version of the tables has, so that an older one is judged before it is migrated.

    Raises :class:`NotTheDemosError`.
    """
    if not inspect(connection).has_table(Account.__tablename__):
        return
    institutions = dict(connection.execute(select(Institution.code, Institution.name)).all())
    if institutions and institutions.get(INSTITUTION_CODE) != INSTITUTION_NAME:
        code = next(iter(institutions))
        raise NotTheDemosError(f"the database holds the institution {code} and not the demo's; {_WHAT_TO_DO}")
    accounts = select(Account.user_id, Account.role, Institution.code).outerjoin(Account.institution)
    for user_id, role, code in connection.execute(accounts):
        ours = ACCOUNTS.get(user_id)
        if ours and (role, code) != (ours, None if ours is Role.OPERATOR else INSTITUTION_CODE):
            raise NotTheDemosError(f"the database holds an account {user_id} that is not the demo's; {_WHAT_TO_DO}")
        if not institutions:
            raise NotTheDemosError(f"the database holds the account {user_id}, and no institution; {_WHAT_TO_DO}")
