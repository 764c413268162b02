"""The end of an event's time: the oldest events are removed as one range, and an event tells of exactly that range."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit.chain import BEGINNING, Head, details_of, is_signed
from app.audit.event import Detail, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.table import first_link, holds, links_of_kind, read_head
from app.audit.transaction import Transaction
from app.state.models import AuditEvent

_FEBRUARY: Final = 2
_LEAP_DAY: Final = 29


@dataclass(frozen=True, slots=True)
class Expired:
    """The events from ``first`` to ``last.sequence``, both included, which are no longer there."""

    first: int
    last: Head


def years_before(moment: datetime, years: int) -> datetime:
    """The same time of the year, so many years earlier; 1 March where there is no 29 February."""
    leap_day = (moment.month, moment.day) == (_FEBRUARY, _LEAP_DAY)
    earlier = moment.replace(month=3, day=1) if leap_day else moment
    return earlier.replace(year=moment.year - years)


def find_expired(session: Session, before: datetime) -> Expired | None:
    """The events at the trail's beginning that are older than ``before``; ``None`` if the first one is not.

    An old event that stands after a younger one, since the clock was set back, waits for it. The last link stays.
    """
    first = session.scalar(select(AuditEvent.sequence).order_by(AuditEvent.sequence).limit(1))
    young = session.scalar(
        select(AuditEvent.sequence).where(AuditEvent.at >= before).order_by(AuditEvent.sequence).limit(1)
    )
    end = young if young is not None else read_head(session).sequence
    last = session.execute(
        select(AuditEvent.sequence, AuditEvent.mac)
        .where(AuditEvent.sequence < end)
        .order_by(AuditEvent.sequence.desc())
        .limit(1)
    ).one_or_none()
    return None if first is None or last is None else Expired(first, Head(*last))


def expire(before: datetime, event: Event) -> Callable[[Transaction], Expired | None]:
    """The change that removes them and records ``event``, of :attr:`Kind.AUDIT_EXPIRED`, with their range."""

    def remove(transaction: Transaction) -> Expired | None:
        expired = find_expired(transaction.session, before)
        if expired is not None:
            gone = AuditEvent.sequence <= expired.last.sequence
            transaction.session.execute(delete(AuditEvent).where(gone))
            details: dict[str, Detail] = {
                "first": expired.first,
                "through": expired.last.sequence,
                "mac": expired.last.mac,
                "before": before.isoformat(),
            }
            transaction.record(replace(event, details=details))
        return expired

    return remove


def tells_of(details: Mapping[str, Any], last: Head) -> bool:
    """Whether an expiry with such details removed exactly everything through ``last``."""
    return details.get("through") == last.sequence and details.get("mac") == last.mac


def still_holds(session: Session, head: Head, keys: AuditKeys) -> bool:
    """Whether the trail has this link in its place, or had it until its time was over."""
    return holds(session, head) or _was_expired(session, head, keys)


def _was_expired(session: Session, head: Head, keys: AuditKeys) -> bool:
    """Whether a link is gone because its time was over: the trail begins after it, and one of its events says why."""
    first = first_link(session)
    if first is None or head == BEGINNING or first.sequence <= head.sequence:
        return False
    last = Head(first.sequence - 1, first.previous_mac)
    return any(
        is_signed(link, keys) and tells_of(details_of(link), last)
        for link in links_of_kind(session, Kind.AUDIT_EXPIRED)
    )
