"""How many look-ups an account, and all accounts of its institution, may make: limits against harvesting.

What counts is read from the audit trail, for all workers together: every look-up, and every one refused for another
reason than a limit. A refusal by a limit uses nothing up, so that a limit heals though somebody keeps trying, and so
that one account that does so never shuts its colleagues out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.audit.event import Actor, Kind
from app.settings import Settings
from app.state.models import AuditEvent

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

NEAR_PERCENT: Final = 80
"""From this share of a limit on the console tells of it."""


class Scope(StrEnum):
    """Whose look-ups are counted together."""

    ACCOUNT = "account"
    INSTITUTION = "institution"

    @property
    def outcome(self) -> str:
        """The outcome of a look-up that such a limit refused."""
        return f"{self.value}_limit"


LIMIT_OUTCOMES: Final = frozenset(scope.outcome for scope in Scope)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``allowed`` look-ups in any ``period``, which is 60 minutes or 24 hours up to now."""

    scope: Scope
    period: timedelta
    allowed: int

    @property
    def name(self) -> str:
        """What the audit trail calls it, such as ``account_per_hour``."""
        return f"{self.scope.value}_per_{'hour' if self.period == HOUR else 'day'}"


@dataclass(frozen=True, slots=True)
class ReachedLimit:
    """A limit that leaves no further look-up before ``until``."""

    limit: Limit
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NearLimit:
    """Who has used much of a limit. ``user_id`` is empty where the limit is an institution's, known by its code."""

    limit: Limit
    institution: str
    user_id: str
    used: int

    @property
    def percent(self) -> int:
        """The share that is used, rounded down."""
        return self.used * 100 // self.limit.allowed

    @property
    def is_reached(self) -> bool:
        """Whether a further look-up would be refused now."""
        return self.used >= self.limit.allowed


def limits(settings: Settings) -> tuple[Limit, ...]:
    """All four."""
    return (
        Limit(Scope.ACCOUNT, HOUR, settings.account_look_ups_per_hour),
        Limit(Scope.ACCOUNT, DAY, settings.account_look_ups_per_day),
        Limit(Scope.INSTITUTION, HOUR, settings.institution_look_ups_per_hour),
        Limit(Scope.INSTITUTION, DAY, settings.institution_look_ups_per_day),
    )


def reached_limits(session: Session, settings: Settings, actor: Actor, now: datetime) -> tuple[ReachedLimit, ...]:
    """The limits that leave ``actor`` no look-up now, the one that lasts longest first; none if it may look up.

    Asked in the transaction that also records the look-up, the answer is exact: those transactions run one by one.
    """
    reached = []
    for scope in Scope:
        whose = _ID_COLUMNS[scope] == _id_of(actor, scope)
        of_scope = [limit for limit in limits(settings) if limit.scope is scope]
        for limit, used in zip(of_scope, _used(session, whose, of_scope, now), strict=True):
            if used >= limit.allowed:
                reached.append(ReachedLimit(limit, _until(session, whose, limit, now)))
    return tuple(sorted(reached, key=lambda one: one.until, reverse=True))


def near_limits(session: Session, settings: Settings, now: datetime) -> Sequence[NearLimit]:
    """Who has used 80 % or more of a limit now, the largest share first."""
    near = [found for limit in limits(settings) for found in _near(session, limit, now)]
    return sorted(near, key=lambda one: (-one.used / one.limit.allowed, one.institution, one.user_id, one.limit.name))


_ID_COLUMNS: Final[dict[Scope, InstrumentedAttribute[int | None]]] = {
    Scope.ACCOUNT: AuditEvent.account_id,
    Scope.INSTITUTION: AuditEvent.institution_id,
}


def _id_of(actor: Actor, scope: Scope) -> int | None:
    return actor.account_id if scope is Scope.ACCOUNT else actor.institution_id


def _counts_since(since: datetime) -> ColumnElement[bool]:
    """What uses up a limit, later than a time. What is as old as the period exactly counts no more."""
    return (
        AuditEvent.kind.in_([Kind.LOOK_UP, Kind.LOOK_UP_REFUSED])
        & AuditEvent.outcome.not_in(sorted(LIMIT_OUTCOMES))
        & (AuditEvent.at > since)
    )


def _used(session: Session, whose: ColumnElement[bool], of_scope: Sequence[Limit], now: datetime) -> Sequence[int]:
    """How much of each limit is used, in one reading."""
    longest = max(limit.period for limit in of_scope)
    counts = [func.count().filter(AuditEvent.at > now - limit.period) for limit in of_scope]
    return session.execute(select(*counts).where(whose, _counts_since(now - longest))).one()


def _until(session: Session, whose: ColumnElement[bool], limit: Limit, now: datetime) -> datetime:
    """When the oldest of the look-ups that fill the limit is a whole period old."""
    newest_first = select(AuditEvent.at).where(whose, _counts_since(now - limit.period)).order_by(AuditEvent.at.desc())
    return session.scalars(newest_first.offset(limit.allowed - 1).limit(1)).one() + limit.period


def _near(session: Session, limit: Limit, now: datetime) -> list[NearLimit]:
    user_id = AuditEvent.user_id if limit.scope is Scope.ACCOUNT else literal("")
    found = session.execute(
        select(AuditEvent.institution, user_id.label("user_id"), func.count().label("used"))
        .where(_counts_since(now - limit.period))
        .group_by(AuditEvent.institution, *([AuditEvent.user_id] if limit.scope is Scope.ACCOUNT else []))
        .having(func.count() * 100 >= limit.allowed * NEAR_PERCENT)
    )
    return [NearLimit(limit=limit, institution=row.institution, user_id=row.user_id, used=row.used) for row in found]
