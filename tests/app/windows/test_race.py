"""Operators who act at the same moment, in one process or in two."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from app.audit.event import SERVICE, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.audit.writer import AuditWriter
from app.keys import Purpose, read_key_file
from app.settings import Settings
from app.state.database import Database
from app.state.models import AuditEvent, Window
from app.windows import WindowError, open_window
from app.windows.recorded import details_of, subject_of
from tests.app.moments import StoppedClock
from tests.app.windows.moments import day

OPERATORS = 4


@pytest.fixture
def make_writer(settings: Settings, clock: StoppedClock) -> Iterator[Callable[[], AuditWriter]]:
    """Makes writers as worker processes have them: each with its own connections."""
    made: list[tuple[AuditWriter, Database]] = []
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])

    def make() -> AuditWriter:
        database = Database(settings.database_url)
        writer = AuditWriter(Trail(database, keys, settings.audit_checkpoint_file, clock), clock)
        made.append((writer, database))
        return writer

    yield make
    for writer, database in made:
        writer.close()
        database.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_only_one_of_overlapping_windows_opened_at_one_moment_is_opened(
    make_writer: Callable[[], AuditWriter], settings: Settings, clock: StoppedClock, processes: int
) -> None:
    writers = [make_writer() for _ in range(processes)]
    writers[0].commit(lambda transaction: transaction.session.execute(delete(Window)))
    ready = threading.Barrier(OPERATORS)
    ended: list[str] = []

    def act(number: int) -> None:
        def work(transaction: Transaction) -> None:
            window = open_window(transaction.session, None, day(10 + number), day(20 + number))
            transaction.record(
                Event(
                    kind=Kind.WINDOW_OPENED,
                    actor=SERVICE,
                    at=clock.now() + timedelta(seconds=number),
                    subject=subject_of(window),
                    details=details_of(window),
                )
            )

        ready.wait()
        try:
            writers[number % processes].commit(work)
            ended.append("opened")
        except WindowError:
            ended.append("refused")

    threads = [threading.Thread(target=act, args=(number,)) for number in range(OPERATORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["opened"] + ["refused"] * (OPERATORS - 1)
    database = Database(settings.database_url)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Window)) == 1
        assert list(session.scalars(select(AuditEvent.kind))) == ["window_opened"]
    database.close()
