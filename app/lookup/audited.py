"""What the audit trail keeps of a look-up and of what it showed. No fact about a patient is among it."""

import hashlib
from collections.abc import Sequence

from app.audit.event import Event, Kind
from app.audit.hashes import condition_hashes, person_hash, record_hash
from app.audit.request_event import request_event
from app.lookup.kept import KeptResult, KeptSearch
from app.lookup.open_outages import open_outages
from app.services import services
from engine.answer import Answer
from engine.query import Conditions

OUTSIDE_OUTAGE = "outside_outage"
"""The outcome of a look-up refused because a strict window is for its outage alone."""

UNAVAILABLE = "unavailable"
"""The outcome of a look-up that the engine could not answer."""


def looked_up(conditions: Conditions, outcome: str, records: Sequence[str] = ()) -> Event:
    """A look-up, however it ended. ``records``: what stands for those it showed (:func:`record_hashes`).

    A 資格確認日 outside the 障害期間, where the open window names one, is told as ``outside_outage``.
    """
    key = services().audit.trail.keys.newest
    outside = {"outside_outage": True} if open_outages().leaves_out(conditions.as_of) else {}
    return request_event(
        Kind.LOOK_UP,
        outcome=outcome,
        person=person_hash(conditions, key),
        details={
            "conditions": condition_hashes(conditions, key),
            "records": records,
            **outside,
        },
    )


def refused(reason: str, conditions: Conditions | None = None) -> Event:
    """A look-up that was not made. ``conditions``: where they were read at all."""
    if conditions is None:
        return request_event(Kind.LOOK_UP_REFUSED, outcome=reason)
    key = services().audit.trail.keys.newest
    return request_event(
        Kind.LOOK_UP_REFUSED,
        outcome=reason,
        person=person_hash(conditions, key),
        details={"conditions": condition_hashes(conditions, key)},
    )


def list_viewed(handle: str, search: KeptSearch) -> Event:
    """The list of candidates was shown (again)."""
    return request_event(
        Kind.LIST_VIEWED, outcome=search.outcome.value, subject=subject_of(handle), details={"records": search.records}
    )


def record_viewed(kept: KeptResult, outcome: str) -> Event:
    """A record's 資格情報確認 was opened. ``outcome``: its validity as the XML codes it, or ``changed``."""
    key = services().audit.trail.keys.newest
    return request_event(
        Kind.RECORD_VIEWED,
        outcome=outcome,
        subject=subject_of(kept.search),
        record=record_hash(kept.record_id, key),
    )


def record_hashes(answer: Answer) -> tuple[str, ...]:
    """What stands for the records that an answer shows, in their order."""
    key = services().audit.trail.keys.newest
    return tuple(record_hash(row.match.record_id, key) for row in answer.rows)


def subject_of(handle: str) -> str:
    """The search, by a name that opens nothing: views are joined to their look-up by it."""
    return f"search:{hashlib.sha256(handle.encode('utf-8', 'replace')).hexdigest()[:32]}"
