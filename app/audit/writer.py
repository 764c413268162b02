"""Group commit: the requests of one process share durable writes to the audit trail.

One thread writes. Whatever asks while it is at the disk goes into its next batch, so durability costs each request
about one write, however many there are. Nobody waits for longer than a limit: without its event nothing is shown.
"""

import queue
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from app.audit.checkpoint import CheckpointError
from app.audit.event import Event
from app.audit.trail import Failed, Trail
from app.audit.transaction import T, Transaction, Work
from app.audit.unavailable import AuditUnavailableError
from app.clock import Clock
from app.exception_log import log_exception

WAIT_S: Final = 3.0
"""How long a request waits for its event to be on the disk."""

CHECKPOINT_EVERY: Final = timedelta(minutes=1)
_LONGEST_QUEUE: Final = 1_000
_LARGEST_BATCH: Final = 100


class _NobodyWaitsError(Exception):
    """Whoever asked was told that it could not be done, so it is not."""


@dataclass(frozen=True, slots=True)
class _Asked:
    work: Work[Any]
    done: "Future[Any]" = field(default_factory=Future)
    given_up: threading.Event = field(default_factory=threading.Event)

    def do(self, transaction: Transaction) -> Any:  # noqa: ANN401 -- what the change gives
        """Make the change, once the chain's lock is ours: by then it may be too late."""
        if self.given_up.is_set():
            raise _NobodyWaitsError
        return self.work(transaction)


class AuditWriter:
    """What the views write with. Safe to use from every thread of one process; the thread starts when first needed."""

    def __init__(self, trail: Trail, clock: Clock, *, wait_s: float = WAIT_S) -> None:
        self.trail = trail
        self._clock = clock
        self._wait_s = wait_s
        self._asked: queue.Queue[_Asked | None] = queue.Queue(_LONGEST_QUEUE)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def commit(self, work: Work[T]) -> T:
        """Make a change and record its events, durably and both or neither; gives what the change gave.

        ``work`` runs in the writer's thread. Raises what it raises, and
        :class:`app.audit.unavailable.AuditUnavailableError`.
        """
        self._ensure_running()
        asked = _Asked(work)
        try:
            self._asked.put_nowait(asked)
            result: T = asked.done.result(self._wait_s)
        except (queue.Full, FutureTimeoutError) as error:
            asked.given_up.set()
            asked.done.cancel()
            raise AuditUnavailableError from error
        return result

    def record(self, *events: Event) -> None:
        """Record events of which there is no change to make."""

        def only_record(transaction: Transaction) -> None:
            for event in events:
                transaction.record(event)

        self.commit(only_record)

    def close(self) -> None:
        """Write what was asked for, take a checkpoint, and end the thread."""
        if self._thread and self._thread.is_alive():
            try:
                self._asked.put(None, timeout=self._wait_s)
            except queue.Full:
                return  # it hangs; nobody waits for what it has
            self._thread.join(self._wait_s)

    def _ensure_running(self) -> None:
        """After a fork the thread is gone, and a new one begins."""
        if self._thread is None or not self._thread.is_alive():
            with self._starting:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="audit-writer", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        checkpointed: datetime | None = None
        written = False
        while True:
            batch, last = self._next_batch(CHECKPOINT_EVERY.total_seconds() if written else None)
            if batch:
                written = self._write(batch) or written
            now = self._clock.now()
            due = checkpointed is None or abs(now - checkpointed) >= CHECKPOINT_EVERY  # a clock may be set back
            if written and (last or due):
                written = not self._checkpoint(now)
                checkpointed = now
            if last:
                return

    def _next_batch(self, within_s: float | None) -> tuple[list[_Asked], bool]:
        """What was asked for, waiting for the first; and whether nothing more will be."""
        batch: list[_Asked] = []
        try:
            asked = self._asked.get(timeout=within_s)
            while asked is not None:
                if asked.done.set_running_or_notify_cancel():
                    batch.append(asked)
                if len(batch) == _LARGEST_BATCH:
                    return batch, False
                asked = self._asked.get_nowait()
        except queue.Empty:
            return batch, False
        return batch, True

    def _write(self, batch: list[_Asked]) -> bool:
        try:
            results = self.trail.write([asked.do for asked in batch])
        except Exception as error:  # noqa: BLE001 -- the thread must outlive every failure, and each waiter must hear of it
            for asked in batch:
                unavailable = AuditUnavailableError()
                unavailable.__cause__ = error
                asked.done.set_exception(unavailable)
            log_exception("audit_unavailable", error)
            return False
        for asked, result in zip(batch, results, strict=True):
            if isinstance(result, Failed):
                asked.done.set_exception(result.error)
            else:
                asked.done.set_result(result)
        return True

    def _checkpoint(self, now: datetime) -> bool:
        """Whether it was taken. Without it, the events are written, but not yet proved against cutting."""
        try:
            self.trail.checkpoint(now)
        except (CheckpointError, SQLAlchemyError) as error:
            log_exception("no_checkpoint", error)
            return False
        return True
