"""What a process that only starts and stops others makes sure of: the trail holds all that it is known to hold."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.audit.chain import BEGINNING
from app.audit.checkpoint import Checkpoint, read_checkpoint, take_checkpoint, write_checkpoint
from app.audit.expiry import still_holds
from app.audit.keys import AuditKeys
from app.audit.table import read_head
from app.service_error import ServiceError
from app.state.database import Database


class TrailError(ServiceError):
    """The trail is not as its checkpoint says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The trail of a database and the file of its latest checkpoint."""

    database: Database
    keys: AuditKeys
    checkpoint_file: Path

    def require_whole(self) -> Checkpoint | None:
        """Read the latest checkpoint and find what it tells of; ``None`` if there is none.

        Raises :class:`TrailError` and :class:`app.audit.checkpoint.CheckpointError`.
        """
        checkpoint = read_checkpoint(self.checkpoint_file, self.keys)
        with self.database.session() as session:
            if checkpoint is not None and not still_holds(session, checkpoint.head, self.keys):
                raise TrailError(
                    f"the audit trail ends before event {checkpoint.sequence}, of which its checkpoint "
                    f"{self.checkpoint_file} tells: events were removed, or an older database is in place; "
                    "see: shikaku audit verify, shikaku restore"
                )
        return checkpoint

    def take_last_checkpoint(self, at: datetime) -> None:
        """Take a checkpoint of all that the trail holds, once nobody writes any more.

        Without an earlier one there is nothing that it would prove, and it is left to the next process that writes.
        Raises as :meth:`require_whole`.
        """
        earlier = self.require_whole()
        with self.database.session() as session:
            head = read_head(session)
        if earlier is not None and head != BEGINNING:
            write_checkpoint(self.checkpoint_file, take_checkpoint(head, at, earlier.restores, self.keys))
