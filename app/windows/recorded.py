"""What the audit trail keeps of a window. Pure."""

from collections.abc import Mapping
from datetime import UTC

from app.audit.event import Detail
from app.state.models import Window


def subject_of(window: Window) -> str:
    """The window, as the subject of an event."""
    return f"window:{window.id}"


def details_of(window: Window) -> Mapping[str, Detail]:
    """Days, outage (UTC) and for whom."""
    outage = (window.outage_began_at, window.outage_ended_at)
    began_at, ended_at = (moment.astimezone(UTC).isoformat() if moment else None for moment in outage)
    return {
        "opens_on": window.opens_on.isoformat(),
        "closes_on": window.closes_on.isoformat(),
        "outage_began_at": began_at,
        "outage_ended_at": ended_at,
        "strict": window.strict,
        "institution": window.institution.code if window.institution else None,
        "group": window.group.name if window.group else None,
    }
