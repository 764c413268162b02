"""Which accounts the list shows: by ユーザID, kind, state and institution."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from sqlalchemy import ColumnElement, false, func
from sqlalchemy import true as everything
from sqlalchemy.orm import InstrumentedAttribute

from app.account_pages.states import State
from app.lookup.digits import half_width
from app.roles import Role
from app.state.models import Account, Institution

_USER_ID: Final = re.compile(r"[A-Za-z0-9._@-]{1,64}")
_CODE: Final = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``user_id`` and ``institution`` (its code) are beginnings; what is ``""`` does not matter."""

    user_id: str = ""
    role: str = ""
    state: str = ""
    institution: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """From the request's address; full-width letters and digits are as good as half-width ones."""
        fields = ("user_id", "role", "state", "institution")
        return cls(**{name: half_width(asked.get(name, "")).strip() for name in fields})

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {"user_id": self.user_id, "role": self.role, "state": self.state, "institution": self.institution}

    def conditions(self, now: datetime, locked: Collection[int]) -> list[ColumnElement[bool]]:
        """For a statement of accounts joined with their institutions. ``locked``: the ids of those that are."""
        return [
            _begins(Account.user_id, self.user_id, _USER_ID),
            _begins(Institution.code, self.institution, _CODE),
            _is_of(self.role),
            _is_in(self.state, now, locked),
        ]


def _begins(column: InstrumentedAttribute[str], beginning: str, possible: re.Pattern[str]) -> ColumnElement[bool]:
    """Upper and lower case are one. What cannot be the beginning of any finds nothing."""
    if not beginning:
        return everything()
    if not possible.fullmatch(beginning):
        return false()
    return func.lower(column).startswith(beginning.lower(), autoescape=True)


def _is_of(role: str) -> ColumnElement[bool]:
    if not role:
        return everything()
    return Account.role == Role(role) if role in set(Role) else false()


def _is_in(state: str, now: datetime, locked: Collection[int]) -> ColumnElement[bool]:
    conditions = {
        "": everything(),
        State.IN_USE: Account.disabled_at.is_(None) & ~Account.must_change_password,
        State.NEW: Account.disabled_at.is_(None) & Account.must_change_password,
        State.LOCKED: Account.id.in_(locked),
        State.DISABLED: Account.disabled_at.is_not(None),
        State.DISABLED_BY_OPERATOR: Account.disabled_by_operator.is_(True),
        State.EXPIRED: Account.password_expires_at <= now,
        State.SECOND_FACTOR: Account.second_factor.is_not(None),
    }
    return conditions.get(state, false())
