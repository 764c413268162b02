"""Writes batches of changes and their events: one transaction, one chain, whatever process writes.

The batch takes the chain's lock, makes sure that the trail still holds all that it is known to hold, appends and
commits. A change that fails takes its own events with it and leaves the others'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.audit.chain import BEGINNING, Head
from app.audit.checkpoint import (
    Checkpoint,
    CheckpointError,
    copy_checkpoint,
    read_checkpoint,
    take_checkpoint,
    write_checkpoint,
)
from app.audit.event import SERVICE, Event, Kind
from app.audit.expiry import still_holds
from app.audit.keys import AuditKeys
from app.audit.table import append, holds, read_head
from app.audit.transaction import T, Transaction, Work
from app.audit.unavailable import AuditUnavailableError, TrailBehindError
from app.clock import Clock
from app.exception_log import log_exception
from app.state.database import Database


@dataclass(frozen=True, slots=True)
class Failed:
    """A change that raised; nothing of it was written."""

    error: Exception


class Trail:
    """The audit trail of one database, written by one thread of this process at a time."""

    def __init__(self, database: Database, keys: AuditKeys, checkpoint_file: Path, clock: Clock) -> None:
        self.keys = keys
        self.database = database
        self._checkpoint_file = checkpoint_file
        self._clock = clock
        self._known: Head | None = None
        self._restores = 0

    def write(self, works: Sequence[Work[Any]]) -> list[Any | Failed]:
        """Do each change and append its events, all in one durable transaction; what each gave, or how it failed.

        Raises :class:`app.audit.unavailable.TrailBehindError`, or whatever kept the transaction from being committed:
        then nothing of any was written.
        """
        with self.database.one_by_one() as session:
            head = self._checked_head(session)
            results: list[Any | Failed] = []
            for work in works:
                head, result = self._do(session, head, work)
                results.append(result)
        self._known = head
        return results

    def commit(self, work: Work[T]) -> T:
        """One change with its events, at once. Raises what it raises, and what :meth:`write` raises."""
        (result,) = self.write([work])
        if isinstance(result, Failed):
            raise result.error
        done: T = result
        return done

    def checkpoint(self, at: datetime) -> Checkpoint | None:
        """Take a checkpoint of all that this process knows to be written.

        ``None`` if it wrote nothing yet, or if a restore took away what it wrote. Raises
        :class:`app.audit.checkpoint.CheckpointError`.
        """
        if self._known is None or self._known == BEGINNING or self._is_overtaken(self._known):
            return None
        taken = take_checkpoint(self._known, at, self._restores, self.keys)
        try:
            read_checkpoint(self._checkpoint_file, self.keys)
        except CheckpointError as error:
            log_exception("checkpoint_not_ours", error)
            copy_checkpoint(self._checkpoint_file, taken)  # however far it says that the trail has come
        else:
            write_checkpoint(self._checkpoint_file, taken)
        return taken

    def _do(self, session: Session, head: Head, work: Work[Any]) -> tuple[Head, Any | Failed]:
        """In a savepoint. A database that failed, rather than refused a value, ends the whole batch."""
        try:
            with session.begin_nested():
                transaction = Transaction(session)
                result = work(transaction)
                session.flush()
                appended = append(session, head, transaction.events, self.keys.newest)
        except (IntegrityError, DataError) as error:
            return head, Failed(error)
        except DBAPIError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is handed to whoever asked for the change
            return head, Failed(error)
        finally:
            session.expunge_all()  # the next change reads its own objects, and cannot touch those handed out here
        return appended, result

    def _checked_head(self, session: Session) -> Head:
        head = read_head(session)
        if self._known is None:
            return self._head_at_start(session, head)
        if not still_holds(session, self._known, self.keys) and not self._was_restored(session):
            raise TrailBehindError
        return head

    def _head_at_start(self, session: Session, head: Head) -> Head:
        """What an earlier process knew is in the checkpoint. Without one, that itself is recorded.

        The very first process makes one of the empty trail before it writes, so that every later one finds one.
        """
        checkpoint = self._read_checkpoint()
        if checkpoint is not None:
            if not still_holds(session, checkpoint.head, self.keys):
                raise TrailBehindError
            self._restores = checkpoint.restores
        elif head == BEGINNING:
            write_checkpoint(self._checkpoint_file, take_checkpoint(head, self._clock.now(), 0, self.keys))
        else:
            missing = Event(kind=Kind.CHECKPOINT_MISSING, actor=SERVICE, at=self._clock.now())
            return append(session, head, [missing], self.keys.newest)
        return head

    def _was_restored(self, session: Session) -> bool:
        """Only a restore may bring the trail back to an earlier state, and its checkpoint tells of it."""
        checkpoint = self._read_checkpoint()
        if checkpoint is None or checkpoint.restores <= self._restores or not holds(session, checkpoint.head):
            return False
        self._restores = checkpoint.restores
        return True

    def _is_overtaken(self, known: Head) -> bool:
        """Whether ``known`` went with a restore. One that left it in place is taken over into our own checkpoints."""
        try:
            present = read_checkpoint(self._checkpoint_file, self.keys)
        except CheckpointError:
            return False
        if present is None or present.restores <= self._restores:
            return False
        with self.database.session() as session:
            if not (still_holds(session, known, self.keys) and holds(session, present.head)):
                return True
        self._restores = present.restores
        return False

    def _read_checkpoint(self) -> Checkpoint | None:
        try:
            return read_checkpoint(self._checkpoint_file, self.keys)
        except CheckpointError as error:
            raise AuditUnavailableError from error
