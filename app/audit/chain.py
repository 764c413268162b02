"""The hash chain: every event carries a keyed MAC over itself and over the MAC before it. Pure."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from app.audit.event import Event, canonical
from app.audit.keys import AuditKey, AuditKeys


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: its number, counted from 1, and its MAC (hex)."""

    sequence: int
    mac: str


BEGINNING: Final = Head(0, "")
"""Before the first event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An event in its place, as the table keeps it. ``details`` is canonical JSON."""

    sequence: int
    at: datetime
    kind: str
    outcome: str
    account_id: int | None
    user_id: str
    role: str
    institution_id: int | None
    institution: str
    address: str
    subject: str
    record: str | None
    person: str | None
    details: str
    key_id: str
    previous_mac: str
    mac: str = ""

    @property
    def head(self) -> Head:
        """This link as the last one."""
        return Head(self.sequence, self.mac)


_SIGNED: Final = tuple(field.name for field in fields(Link) if field.name != "mac")


def link(head: Head, event: Event, key: AuditKey) -> Link:
    """The event as the link after ``head``."""
    unsigned = Link(
        sequence=head.sequence + 1,
        at=event.at.astimezone(UTC),
        kind=event.kind.value,
        outcome=event.outcome,
        **asdict(event.actor),
        subject=event.subject,
        record=event.record,
        person=event.person,
        details=canonical(event.details),
        key_id=key.id,
        previous_mac=head.mac,
    )
    return replace(unsigned, mac=mac_of(unsigned, key))


def mac_of(entry: Link, key: AuditKey) -> str:
    """HMAC-SHA256 (hex) over every column but ``mac`` itself; columns are named, so none can pass as another."""
    columns = {name: getattr(entry, name) for name in _SIGNED}
    columns["at"] = entry.at.isoformat(timespec="microseconds")
    return hmac.new(key.chain, canonical(columns).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_signed(entry: Link, keys: AuditKeys) -> bool:
    """Whether its MAC is that of its columns, made with one of our keys, whatever stands in the columns."""
    key = keys.find(entry.key_id)
    if key is None or not isinstance(entry.mac, str):
        return False
    try:
        expected = mac_of(entry, key)
    except (TypeError, ValueError, AttributeError):  # no value of its column's type
        return False
    return hmac.compare_digest(expected.encode("ascii"), entry.mac.encode("utf-8", "surrogatepass"))


def details_of(entry: Link) -> Mapping[str, Any]:
    """The details as a mapping; empty where they are none, as only a changed link's can be."""
    try:
        details = json.loads(entry.details)
    except (TypeError, ValueError):
        return {}
    return details if isinstance(details, dict) else {}
