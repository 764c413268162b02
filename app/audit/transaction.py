"""One transaction in which changes and the events that tell of them are written together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from app.audit.event import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Transaction:
    """``session``: for the change. Events are appended to the trail in the order in which they were recorded."""

    session: Session
    events: list[Event] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """Have an event written with the change."""
        self.events.append(event)


Work = Callable[[Transaction], T]
"""A change, with its events. It runs in another thread, so it must not ask for the current request."""
