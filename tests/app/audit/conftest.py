"""A trail in a database of the test's own, on both kinds of database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import logs
from app.audit.event import Event
from app.audit.standing import Standing
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.state.database import Database
from app.state.models import Base
from tests.app.audit.chains import KEYS
from tests.app.moments import StoppedClock

MakeTrail = Callable[[], Trail]


@pytest.fixture(autouse=True)
def logs_as_the_service_has_them() -> None:
    """Else what is logged depends on which test ran before."""
    logs.configure("info")


@pytest.fixture
def database(empty_database: str) -> Iterator[Database]:
    """A database with all tables, empty."""
    database = Database(empty_database)
    database.create_file()
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def checkpoint_file(tmp_path: Path) -> Path:
    """Where the latest checkpoint is kept."""
    return tmp_path / "audit-checkpoint.json"


@pytest.fixture
def standing(database: Database, checkpoint_file: Path) -> Standing:
    """The trail, for who only reads it."""
    return Standing(database, KEYS, checkpoint_file)


@pytest.fixture
def make_trail(database: Database, checkpoint_file: Path, clock: StoppedClock) -> MakeTrail:
    """Makes what a process that begins now has: it knows only what the checkpoint tells."""
    return lambda: Trail(database, KEYS, checkpoint_file, clock)


@pytest.fixture
def trail(make_trail: MakeTrail) -> Trail:
    """One process."""
    return make_trail()


def recording(event: Event) -> Callable[[Transaction], None]:
    """The change that only records an event."""
    return lambda transaction: transaction.record(event)


def record(trail: Trail, *events: Event) -> None:
    """Write events, each in a transaction of its own."""
    for event in events:
        trail.commit(recording(event))
