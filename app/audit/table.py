"""The trail in the database: read its head, append links, read links in order."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.chain import BEGINNING, Head, Link, link
from app.audit.event import Event, Kind
from app.audit.keys import AuditKey
from app.state.models import AuditEvent

_COLUMNS: Final = [getattr(AuditEvent, field.name) for field in fields(Link)]
_ROWS_AT_ONCE: Final = 1_000
_UNREADABLE: Final = (DBAPIError, TypeError, ValueError, OverflowError)


def read_head(session: Session) -> Head:
    """The last link; :data:`app.audit.chain.BEGINNING` of an empty trail."""
    last = select(AuditEvent.sequence, AuditEvent.mac).order_by(AuditEvent.sequence.desc()).limit(1)
    found = session.execute(last).one_or_none()
    return Head(*found) if found else BEGINNING


def holds(session: Session, head: Head) -> bool:
    """Whether the trail has this link in its place."""
    if head == BEGINNING:
        return True
    return session.scalar(select(AuditEvent.mac).where(AuditEvent.sequence == head.sequence)) == head.mac


def append(session: Session, head: Head, events: Sequence[Event], key: AuditKey) -> Head:
    """Append events after ``head``, which must be the last link, and give the new last one.

    The transaction must be one of :meth:`app.state.database.Database.one_by_one`.
    """
    rows = []
    for event in events:
        following = link(head, event, key)
        rows.append(asdict(following))
        head = following.head
    if rows:
        session.execute(insert(AuditEvent), rows)
    return head


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A link of which a column holds what no event can hold, such as text that is not UTF-8."""

    sequence: int


def read_links(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Link]:
    """The links that meet all conditions, in order, a few in memory at a time."""
    ordered = select(*_COLUMNS).where(*conditions).order_by(AuditEvent.sequence)
    for row in session.execute(ordered, execution_options={"yield_per": _ROWS_AT_ONCE}):
        yield Link(**row._asdict())


def read_whatever_is_there(session: Session) -> Iterator[Link | Unreadable]:
    """All links in order; what cannot be read as a link is named instead."""
    last: int | None = None
    try:
        for entry in read_links(session):
            yield entry
            last = entry.sequence
    except _UNREADABLE:
        yield from _one_after_another(session, last)


def first_link(session: Session) -> Link | None:
    """The oldest link that is there."""
    first = session.execute(select(*_COLUMNS).order_by(AuditEvent.sequence).limit(1)).one_or_none()
    return Link(**first._asdict()) if first else None


def links_of_kind(session: Session, *kinds: Kind) -> Iterator[Link]:
    """The links of some kinds, in order."""
    return read_links(session, AuditEvent.kind.in_([kind.value for kind in kinds]))


def between(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """The conditions that a link's time is ``since`` or later, and earlier than ``until``, where they are given."""
    from_then_on = [] if since is None else [AuditEvent.at >= since]
    return from_then_on if until is None else [*from_then_on, AuditEvent.at < until]


def _one_after_another(session: Session, last: int | None) -> Iterator[Link | Unreadable]:
    """Slower, but the link that cannot be read is known, and those before and after it are read."""
    while (sequence := _next_sequence(session, last)) is not None:
        yield _read_one(session, sequence)
        last = sequence


def _next_sequence(session: Session, last: int | None) -> int | None:
    following: Any = select(AuditEvent.sequence).order_by(AuditEvent.sequence).limit(1)
    if last is not None:
        following = following.where(AuditEvent.sequence > last)
    found: int | None = session.scalar(following)
    return found


def _read_one(session: Session, sequence: int) -> Link | Unreadable:
    try:
        (entry,) = read_links(session, AuditEvent.sequence == sequence)
    except _UNREADABLE:
        return Unreadable(sequence)
    return entry
