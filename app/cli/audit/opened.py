"""What the audit commands work with: the trail's database, keys and checkpoint, to read and to record in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.audit.event import DONE, Detail, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.standing import Standing
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.cli.opened import command_actor, read_settings
from app.clock import Clock
from app.keys import Purpose, read_key_file
from app.settings import Settings
from app.state.current import require_current
from app.state.database import Database


@dataclass(frozen=True, slots=True)
class OpenedAudit:
    """The audit trail at the command line. No checkpoint is taken unless asked for."""

    settings: Settings
    clock: Clock
    standing: Standing
    trail: Trail

    def record(self, event: Event) -> None:
        """Record an event, durably. Raises :class:`app.audit.unavailable.AuditUnavailableError`."""

        def only_record(transaction: Transaction) -> None:
            transaction.record(event)

        self.trail.commit(only_record)

    def event(self, kind: Kind, details: Mapping[str, Detail], *, outcome: str = DONE) -> Event:
        """An event of whoever is at the command line."""
        return Event(kind=kind, actor=command_actor(), at=self.clock.now(), outcome=outcome, details=details)

    def record_and_prove(self, event: Event) -> None:
        """Record an event and take a checkpoint of it."""
        self.record(event)
        self.trail.checkpoint(self.clock.now())


@contextmanager
def open_audit() -> Iterator[OpenedAudit]:
    """Open the trail of the settings.

    Raises :class:`app.service_error.ServiceError`.
    """
    settings, clock = read_settings(), Clock()
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    database = Database(settings.database_url)
    try:
        require_current(database)
        standing = Standing(database, keys, settings.audit_checkpoint_file)
        trail = Trail(database, keys, settings.audit_checkpoint_file, clock)
        yield OpenedAudit(settings, clock, standing, trail)
    finally:
        database.close()
