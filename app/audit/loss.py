"""Going on with a trail that lacks what its checkpoint tells of: after a restore, or where a loss is accepted.

The chain's own event tells of it for ever, and its checkpoint counts one restore more: that is how processes that
still know the lost events learn that they are gone for good.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from app.audit.chain import Link, details_of
from app.audit.checkpoint import Checkpoint, read_unproved, take_checkpoint, write_checkpoint
from app.audit.event import Event, Kind
from app.audit.standing import Standing
from app.audit.table import append, read_head, read_links
from app.state.models import AuditEvent

LOSS_ACCEPTED: Final = "loss_accepted"
"""The outcome of a checkpoint that was taken in spite of a loss."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Events after number ``after`` were taken away by ``at``; ``text`` says how many as far as that is known."""

    at: datetime
    after: int
    text: str

    @classmethod
    def told_by(cls, link: Link) -> Self | None:
        """The loss that an event tells of, if it does."""
        details = details_of(link)
        if link.kind == Kind.RESTORED:
            after = details.get("sequence", 0)
            return cls(
                link.at, after, f"a backup was restored: {details.get('taken_back')} event(s) after {after} went"
            )
        if link.kind == Kind.CHECKPOINT_TAKEN and link.outcome == LOSS_ACCEPTED:
            after, through = details.get("after", 0), details.get("through")
            known = "no checkpoint says how many" if through is None else f"the checkpoint told of event {through}"
            return cls(link.at, after, f"a loss after event {after} was accepted: {known}")
        return None

    def explains(self, checkpoint: Checkpoint) -> bool:
        """Whether a checkpoint was taken before, of events that are gone."""
        return checkpoint.at <= self.at and checkpoint.sequence > self.after


def accept_loss(standing: Standing, event: Event) -> tuple[Loss | None, Checkpoint]:
    """Record ``event``, of :attr:`Kind.CHECKPOINT_TAKEN`, after the last link there is, and take a new checkpoint.

    Its outcome and details are made to tell of the loss. Running processes write on from there. Raises
    :class:`app.audit.checkpoint.CheckpointError`.
    """
    lost = read_unproved(standing.checkpoint_file)
    with standing.database.one_by_one() as session:
        head = read_head(session)
        after = head.sequence if lost is None else max(min(head.sequence, lost.sequence - 1), 0)
        details = {**event.details, "after": after, "through": lost.sequence if lost else None}
        told = replace(event, outcome=LOSS_ACCEPTED, details=details)
        head = append(session, head, [told], standing.keys.newest)
        (written,) = read_links(session, AuditEvent.sequence == head.sequence)
    restores = lost.restores + 1 if lost else 1
    checkpoint = take_checkpoint(head, event.at, restores, standing.keys)
    write_checkpoint(standing.checkpoint_file, checkpoint)
    return Loss.told_by(written), checkpoint
