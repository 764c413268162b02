"""Events of whoever is at the command line."""

from collections.abc import Mapping
from datetime import datetime

from app.audit.event import Detail, Event, Kind
from app.cli.opened import command_actor


def command_event(kind: Kind, at: datetime, subject: str, details: Mapping[str, Detail]) -> Event:
    """An event of a command; fields as in :class:`app.audit.event.Event`."""
    return Event(kind=kind, actor=command_actor(), at=at, subject=subject, details=details)
