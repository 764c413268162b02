"""Requests share durable writes; none waits longer than the limit, and none is told of what was not written."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from app.audit import writer as writer_module
from app.audit.checkpoint import CheckpointError, read_checkpoint
from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.audit.unavailable import AuditUnavailableError
from app.audit.writer import AuditWriter
from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.audit.chains import KEYS, event
from tests.app.audit.conftest import MakeTrail, recording
from tests.app.databases import nobody_else_writes, only_on_sqlite
from tests.app.moments import StoppedClock

THREADS = 16
PATIENCE_S = 20.0

MakeWriter = Callable[..., AuditWriter]


class NoSuchThingError(Exception):
    """What a change may fail with."""


@pytest.fixture
def make_writer(trail: Trail, clock: StoppedClock) -> Iterator[MakeWriter]:
    made: list[AuditWriter] = []

    def make(wait_s: float = PATIENCE_S) -> AuditWriter:
        made.append(AuditWriter(trail, clock, wait_s=wait_s))
        return made[-1]

    yield make
    for writer in made:
        writer.close()


def count(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def checkpointed(path: Path) -> int:
    found = read_checkpoint(path, KEYS)
    return found.sequence if found else 0


def eventually(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Held:
    """A change that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, transaction: Transaction) -> None:
        self.begun.set()
        assert self.let_go.wait(PATIENCE_S)
        transaction.record(event(subject="held"))


def test_what_is_recorded_is_on_the_disk_when_it_returns(database: Database, make_writer: MakeWriter) -> None:
    make_writer().record(event(), event())
    assert count(database) == 2


def test_threads_share_transactions_and_lose_nothing(
    database: Database, make_writer: MakeWriter, standing: Standing
) -> None:
    writer, each = make_writer(), 10
    commits: list[object] = []
    sql_event.listen(database._one_by_one, "commit", commits.append)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda number: writer.record(event(subject=f"{number}")), range(THREADS * each)))
    assert count(database) == THREADS * each
    assert len(commits) < THREADS * each / 2
    writer.close()
    assert verify_stored(standing).is_intact


def test_whoever_asks_while_it_writes_goes_into_the_next_transaction_together(
    database: Database, make_writer: MakeWriter
) -> None:
    writer, held = make_writer(), Held()
    commits: list[object] = []
    sql_event.listen(database._one_by_one, "commit", commits.append)
    with ThreadPoolExecutor(THREADS) as pool:
        first = pool.submit(writer.commit, held)
        assert held.begun.wait(PATIENCE_S)
        others = [pool.submit(writer.record, event()) for _ in range(THREADS - 1)]
        eventually(lambda: writer._asked.qsize() == THREADS - 1)
        held.let_go.set()
        for done in (first, *others):
            done.result(PATIENCE_S)
    assert (count(database), len(commits)) == (THREADS, 2)


@only_on_sqlite
def test_what_a_change_raises_comes_back_to_who_asked(make_writer: MakeWriter, database: Database) -> None:
    def fail(transaction: Transaction) -> None:
        transaction.record(event())
        raise NoSuchThingError

    with pytest.raises(NoSuchThingError):
        make_writer().commit(fail)
    assert count(database) == 0


@only_on_sqlite
def test_nobody_waits_longer_than_the_limit_and_what_nobody_waits_for_is_not_written(
    database: Database, make_writer: MakeWriter
) -> None:
    writer, held = make_writer(0.3), Held()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(writer.commit, held)
        assert held.begun.wait(PATIENCE_S)
        started = time.monotonic()
        with pytest.raises(AuditUnavailableError):
            writer.record(event(subject="given up"))
        assert time.monotonic() - started < 2
        assert isinstance(first.exception(PATIENCE_S), AuditUnavailableError)
        held.let_go.set()
    writer.record(event(subject="after"))
    with database.session() as session:
        assert list(session.scalars(select(AuditEvent.subject).order_by(AuditEvent.sequence))) == ["held", "after"]


def test_what_nobody_waits_for_any_more_once_the_chains_lock_is_ours_is_not_written(
    database: Database, make_writer: MakeWriter, make_trail: MakeTrail, clock: StoppedClock
) -> None:
    """Another process held it for longer than somebody waits."""
    other, held = AuditWriter(make_trail(), clock, wait_s=PATIENCE_S), Held()
    writer = make_writer(0.3)
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(other.commit, held)
        assert held.begun.wait(PATIENCE_S)
        with pytest.raises(AuditUnavailableError):
            writer.record(event(subject="given up"))
        held.let_go.set()
        others.result(PATIENCE_S)
    other.close()
    writer.close()
    with database.session() as session:
        assert list(session.scalars(select(AuditEvent.subject))) == ["held"]


@only_on_sqlite
def test_a_full_queue_is_said_at_once(make_writer: MakeWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "_LONGEST_QUEUE", 2)
    writer, held = make_writer(), Held()
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.commit, held)
        assert held.begun.wait(PATIENCE_S)
        others = [pool.submit(writer.record, event()) for _ in range(2)]
        eventually(writer._asked.full)
        started = time.monotonic()
        with pytest.raises(AuditUnavailableError):
            writer.record(event())
        assert time.monotonic() - started < 1
        held.let_go.set()
        for done in (first, *others):
            done.result(PATIENCE_S)


def test_a_database_that_cannot_be_written_is_unavailable_and_heals(
    database: Database, make_writer: MakeWriter
) -> None:
    writer = make_writer()
    writer.record(event())
    with nobody_else_writes(database), pytest.raises(AuditUnavailableError) as raised:
        writer.record(event())
    assert raised.value.__cause__ is not None
    writer.record(event())
    assert count(database) == 2


@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_server_that_ends_every_connection_is_unavailable_to_what_is_under_way_and_to_nothing_later(
    database: Database, make_writer: MakeWriter, standing: Standing
) -> None:
    """As when it is started anew."""
    writer, held = make_writer(), Held()
    writer.record(event(subject="before"))
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(writer.commit, held)
        assert held.begun.wait(PATIENCE_S)
        end_connections(database)
        held.let_go.set()
        assert isinstance(under_way.exception(PATIENCE_S), AuditUnavailableError)
    end_connections(database)
    writer.record(event(subject="after"))
    writer.close()
    with database.session() as session:
        assert list(session.scalars(select(AuditEvent.subject).order_by(AuditEvent.sequence))) == ["before", "after"]
    assert verify_stored(standing).is_intact


def end_connections(database: Database) -> None:
    """All but the one that asks for it, which is thrown away."""
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    others += "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with database.engine.connect() as connection:
        connection.exec_driver_sql(others)
        connection.invalidate()


class TestCheckpoints:
    """Their subject is the clock and the file, not the database."""

    pytestmark = only_on_sqlite

    def test_one_is_taken_at_the_first_event_and_then_every_minute_of_activity(
        self, make_writer: MakeWriter, checkpoint_file: Path, clock: StoppedClock
    ) -> None:
        writer = make_writer()
        writer.record(event())
        eventually(lambda: checkpointed(checkpoint_file) == 1)
        for _ in range(3):
            clock.advance(timedelta(seconds=15))
            writer.record(event())
        assert checkpointed(checkpoint_file) == 1
        clock.advance(timedelta(seconds=15))
        writer.record(event())
        eventually(lambda: checkpointed(checkpoint_file) == 5)

    def test_one_is_taken_at_the_end_of_what_was_written(
        self, make_writer: MakeWriter, checkpoint_file: Path, database: Database
    ) -> None:
        writer = make_writer()
        for _ in range(3):
            writer.record(event())
        writer.close()
        assert checkpointed(checkpoint_file) == count(database) == 3

    def test_a_minute_later_one_is_taken_without_another_event(
        self, make_writer: MakeWriter, checkpoint_file: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writer_module, "CHECKPOINT_EVERY", timedelta(seconds=0.2))
        writer = make_writer()
        writer.record(event())
        eventually(lambda: checkpointed(checkpoint_file) == 1)
        writer.record(event())
        clock.advance(timedelta(minutes=1))
        eventually(lambda: checkpointed(checkpoint_file) == 2)

    def test_one_that_cannot_be_written_is_tried_again_and_stops_no_event(
        self,
        make_writer: MakeWriter,
        trail: Trail,
        database: Database,
        checkpoint_file: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        writer = make_writer()
        with monkeypatch.context() as patched:
            patched.setattr(trail, "checkpoint", no_checkpoint)
            writer.record(event())
            writer.record(event())
            assert count(database) == 2
        writer.close()
        assert checkpointed(checkpoint_file) == 2


def no_checkpoint(*_: object) -> None:
    raise CheckpointError("no room")


@only_on_sqlite
def test_close_writes_what_was_asked_for(database: Database, make_writer: MakeWriter) -> None:
    writer, held = make_writer(), Held()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(writer.commit, held)]
        assert held.begun.wait(PATIENCE_S)
        asked += [pool.submit(writer.commit, recording(event())) for _ in range(2)]
        eventually(lambda: writer._asked.qsize() == 2)
        closing = pool.submit(writer.close)
        held.let_go.set()
        for done in (*asked, closing):
            done.result(PATIENCE_S)
    assert count(database) == 3


@only_on_sqlite
def test_a_closed_writer_begins_anew_when_it_is_asked(database: Database, make_writer: MakeWriter) -> None:
    writer = make_writer()
    writer.record(event())
    writer.close()
    writer.record(event())
    assert count(database) == 2
