"""Chains in memory, signed as the service signs them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.audit.chain import BEGINNING, Head, Link, link
from app.audit.checkpoint import Checkpoint, take_checkpoint
from app.audit.event import Actor, Detail, Event, Kind
from app.audit.keys import AuditKey, AuditKeys
from app.keys import Key

START: Final = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)
DESK: Final = Actor(
    account_id=7,
    user_id="desk1",
    role="medical_viewer",
    institution_id=3,
    institution="1312345678",
    address="192.0.2.7",
)


def audit_key(name: str) -> AuditKey:
    return AuditKey.of(Key(name, f"the key {name}", START))


OLD_KEY: Final = audit_key("older")
NEW_KEY: Final = audit_key("2025")
KEYS: Final = AuditKeys((NEW_KEY, OLD_KEY))
FOREIGN_KEY: Final = audit_key("somebody's")


def event(kind: Kind = Kind.LOOK_UP, at: datetime = START, **values: object) -> Event:
    return Event(kind=kind, actor=DESK, at=at, **values)  # type: ignore[arg-type]


def chain(count: int, *, after: Head = BEGINNING, key: AuditKey = NEW_KEY) -> list[Link]:
    """So many links, a minute apart, no two alike."""
    links: list[Link] = []
    for number in range(count):
        look_up = event(
            at=START + timedelta(minutes=number),
            outcome="candidates",
            subject=f"search:{number}",
            record=f"record {number}",
            person="person",
            details={"records": [f"{number}"]},
        )
        links.append(link(links[-1].head if links else after, look_up, key))
    return links


def telling(links: Sequence[Link], kind: Kind, details: dict[str, Detail], **values: object) -> list[Link]:
    """The chain with one more event, an hour after the last one."""
    last = links[-1]
    told = event(kind, last.at + timedelta(hours=1), details=details, **values)
    return [*links, link(last.head, told, NEW_KEY)]


def checkpoint_of(links: Sequence[Link], restores: int = 0) -> Checkpoint:
    last = links[-1]
    return take_checkpoint(last.head, last.at, restores, KEYS)


def with_column(entry: Link, column: str, value: Any) -> Link:
    """The link with anything in a column, signed as before."""
    return replace(entry, **{column: value})
