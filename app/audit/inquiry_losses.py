"""What an inquiry cannot find: look-ups may be among events that a restore or an accepted loss took away."""

from sqlalchemy.orm import Session

from app.audit.chain import details_of
from app.audit.event import Kind
from app.audit.loss import Loss
from app.audit.table import links_of_kind


def losses_of_events(session: Session) -> list[Loss]:
    """The losses that the trail tells of, in order. A restore that took no event back is none."""
    links = links_of_kind(session, Kind.RESTORED, Kind.CHECKPOINT_TAKEN)
    told = ((link, Loss.told_by(link)) for link in links)
    return [loss for link, loss in told if loss and details_of(link).get("taken_back") != 0]
