"""What the audit trail keeps of a notice. Its words stay in the table, from which nothing removes them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.audit.event import Detail
from app.state.models import Institution, InstitutionGroup, Notice


def subject_of(notice: Notice) -> str:
    """The notice, as the subject of an event."""
    return f"notice:{notice.id}"


def details_of(session: Session, notice: Notice) -> Mapping[str, Detail]:
    """What it is about, and for whom; with neither institution nor group, for all."""
    institution = session.get(Institution, notice.institution_id) if notice.institution_id else None
    group = session.get(InstitutionGroup, notice.group_id) if notice.group_id else None
    return {
        "kind": notice.kind,
        "window": notice.window_id,
        "institution": institution.code if institution else None,
        "group": group.name if group else None,
    }
