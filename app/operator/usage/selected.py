"""The parts of SQL that the tables of 利用状況 are made of, alike on every database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, func, literal, true, type_coerce

from app.audit.event import Kind
from app.operator.usage.filters import Filters
from app.operator.usage.outcomes import LOOKED_UP
from app.state.models import AuditEvent

LOOK_UPS: Final = (Kind.LOOK_UP, Kind.LOOK_UP_REFUSED)
"""Look-ups that were made, and those that were refused."""

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

_JAPAN: Final = timedelta(hours=9)
"""Japan's distance from UTC. It has had no summer time since 1951."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def selected(filters: Filters, kinds: Iterable[Kind]) -> ColumnElement[bool]:
    """The events of these kinds that every filter lets through."""
    return and_(in_period(filters, kinds), of_whom(filters))


def in_period(filters: Filters, kinds: Iterable[Kind]) -> ColumnElement[bool]:
    """The events of these kinds, with the outcome asked for, in the period, whoever's they are."""
    return and_(
        AuditEvent.kind.in_([kind.value for kind in kinds]),
        AuditEvent.at >= filters.since,
        AuditEvent.at < filters.until,
        AuditEvent.outcome == filters.outcome if filters.outcome else true(),
    )


def of_whom(filters: Filters) -> ColumnElement[bool]:
    """The events of the institution and the account asked for."""
    return and_(
        AuditEvent.institution == filters.institution if filters.institution else true(),
        AuditEvent.user_id == filters.account if filters.account else true(),
    )


def slot(size: timedelta) -> ColumnElement[int]:
    """The hour or day in Japan of an event, as a number that :func:`slot_begins` understands."""
    return (type_coerce(AuditEvent.at, BigInteger) + _constant(_JAPAN)) // _constant(size)


def slot_begins(number: int, size: timedelta) -> datetime:
    """When an hour or day began, in UTC."""
    return _EPOCH - _JAPAN + number * size


def slot_of(moment: datetime, size: timedelta) -> int:
    """The number of the hour or day in Japan that holds a moment."""
    return (moment - _EPOCH + _JAPAN) // size


def counts_by_outcome() -> list[ColumnElement[int]]:
    """How many look-ups, then how many of each outcome in the order of the tables, then how many were refused."""
    made = AuditEvent.kind == Kind.LOOK_UP.value
    of_each = [func.count().filter(made, AuditEvent.outcome == outcome).label(outcome) for outcome in LOOKED_UP]
    refused = func.count().filter(AuditEvent.kind == Kind.LOOK_UP_REFUSED.value)
    return [func.count().label("total"), *of_each, refused.label("refused")]


def _constant(duration: timedelta) -> ColumnElement[int]:
    """Written into the statement, since a parameter would differ from itself where a statement groups by it."""
    return literal(duration // _MICROSECOND, BigInteger().with_variant(Integer, "sqlite"), literal_execute=True)
