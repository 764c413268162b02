"""A change of the console and its event, together; and what was typed kept where it cannot be made."""

from collections.abc import Mapping
from dataclasses import replace

from flask import request

from app.audit.event import Detail, Event, Kind
from app.audit.request_event import request_event
from app.audit.transaction import T, Work
from app.services import services


def typed() -> dict[str, str]:
    """What the form sent."""
    return request.form.to_dict()


def commit(work: Work[T]) -> T:
    """Make the change and its events; both or neither."""
    return services().audit.commit(work)


def event_of(kind: Kind, details: Mapping[str, Detail] | None = None) -> Event:
    """The request's event, made before the change; its subject follows (:func:`about`)."""
    return request_event(kind, details=details or {})


def about(event: Event, subject: str, **details: Detail) -> Event:
    """The event with its subject, once that is known, and with more details."""
    return replace(event, subject=subject, details={**event.details, **details})
