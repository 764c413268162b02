"""Events made up for tests of 利用状況: what matters of each, and how it comes into the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.state.models import AuditEvent


@dataclass(frozen=True, slots=True)
class MadeUp:
    at: datetime
    kind: Kind
    outcome: str = "done"
    institution: str = "1312345678"
    user_id: str = "desk1"
    subject: str = ""
    person: str | None = None


def put(session: Session, events: Iterable[MadeUp]) -> None:
    """Append them to an empty trail. Nobody verifies this one."""
    rows = [
        {
            "sequence": sequence,
            "at": event.at,
            "kind": event.kind.value,
            "outcome": event.outcome,
            "account_id": 1,
            "user_id": event.user_id,
            "role": "medical_viewer",
            "institution_id": 1,
            "institution": event.institution,
            "address": "192.0.2.1",
            "subject": event.subject,
            "record": None,
            "person": event.person,
            "details": "{}",
            "key_id": "k",
            "previous_mac": "",
            "mac": "",
        }
        for sequence, event in enumerate(events, 1)
    ]
    if rows:
        session.execute(insert(AuditEvent), rows)
