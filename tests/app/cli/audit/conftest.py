"""A service's database with keys, and a few look-ups in its trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.event import Actor, Event, Kind
from app.audit.hashes import condition_hashes, person_hash, record_hash
from app.audit.keys import AuditKeys
from app.audit.table import read_links
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.clock import Clock
from app.keys import Purpose, read_key_file
from app.state.database import Database
from app.state.models import AuditEvent
from engine.query import Conditions
from tests.app.cli.conftest import Run

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
DESK = Actor(
    account_id=7,
    user_id="desk1",
    role="medical_viewer",
    institution_id=3,
    institution="1312345678",
    address="192.0.2.7",
)


@dataclass(frozen=True)
class Service:
    """What the commands work on, seen from outside."""

    run: Run
    database: Database
    key_file: Path
    checkpoint_file: Path

    @property
    def keys(self) -> AuditKeys:
        return AuditKeys.of(read_key_file(self.key_file)[Purpose.AUDIT])

    def trail(self) -> Trail:
        """A process that begins now."""
        return Trail(self.database, self.keys, self.checkpoint_file, Clock())

    def record(self, *events: Event) -> None:
        """Write events as the service does, with a checkpoint after them."""
        trail = self.trail()
        trail.commit(lambda transaction: record_all(transaction, events))
        trail.checkpoint(Clock().now())

    def kinds(self) -> list[str]:
        with self.database.session() as session:
            return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.sequence)))

    def details(self) -> list[str]:
        with self.database.session() as session:
            return [link.details for link in read_links(session)]

    def look_up(
        self, conditions: Conditions, *, subject: str = "search:1", records: tuple[str, ...] = (), at: datetime = AT
    ) -> Event:
        """A look-up, as :mod:`app.lookup.audited` records it. ``records``: the ids of what it showed."""
        key = self.keys.newest
        return Event(
            kind=Kind.LOOK_UP,
            actor=DESK,
            at=at,
            outcome="candidates" if records else "none",
            subject=subject,
            person=person_hash(conditions, key),
            details={
                "conditions": condition_hashes(conditions, key),
                "records": [record_hash(record, key) for record in records],
            },
        )

    def view(self, record: str, *, subject: str = "search:1", at: datetime = AT) -> Event:
        """A record's confirmation was opened."""
        hidden = record_hash(record, self.keys.newest)
        return Event(kind=Kind.RECORD_VIEWED, actor=DESK, at=at, outcome="1", subject=subject, record=hidden)


def record_all(transaction: Transaction, events: tuple[Event, ...]) -> None:
    for event in events:
        transaction.record(event)


@pytest.fixture
def service(run: Run, environ: dict[str, str]) -> Iterator[Service]:
    assert run("db", "upgrade").exit_code == 0
    assert run("keys", "create").exit_code == 0
    database = Database(environ["SHIKAKU_DATABASE_URL"])
    yield Service(run, database, Path(environ["SHIKAKU_KEY_FILE"]), Path(environ["SHIKAKU_AUDIT_CHECKPOINT_FILE"]))
    database.close()
