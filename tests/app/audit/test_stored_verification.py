"""What somebody does to the stored trail is found, on both databases."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import column as sql_column
from sqlalchemy import delete, insert, literal_column, select, table, update

from app.audit import table as audit_table
from app.audit.chain import Link
from app.audit.checkpoint import CheckpointError, copy_checkpoint, take_checkpoint
from app.audit.standing import Standing
from app.audit.stored_verification import Finding, verify_stored
from app.audit.table import read_head, read_links
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.audit.verification import How
from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.audit.chains import KEYS, START, event
from tests.app.audit.conftest import record
from tests.app.databases import only_on_sqlite

COUNT = 6
COLUMNS = [field.name for field in fields(Link) if field.name != "sequence"]
OTHER = {"at": 99, "account_id": 99, "institution_id": 99}

Find = Callable[[], tuple[int, How] | None]


@pytest.fixture(autouse=True)
def written(trail: Trail) -> None:
    """Six events, and a checkpoint of the last."""
    record(trail, *(event(subject=f"search:{number}", record="r", person="p") for number in range(COUNT)))
    trail.checkpoint(START)


@pytest.fixture
def find(standing: Standing) -> Find:
    def find() -> tuple[int, How] | None:
        broken = verify_stored(standing).verification.broken
        return (broken.sequence, broken.how) if broken else None

    return find


def test_an_untouched_trail_is_intact(standing: Standing) -> None:
    finding = verify_stored(standing)
    assert (finding.is_intact, finding.verification.events) == (True, COUNT)


@pytest.mark.parametrize("sequence", [1, 3, COUNT])
def test_a_changed_column_is_found(database: Database, find: Find, sequence: int) -> None:
    for column in COLUMNS:
        with changed(database, sequence, column, OTHER.get(column, "x")):
            assert find() == (sequence, How.KEY_UNKNOWN if column == "key_id" else How.CHANGED), column
    assert find() is None


def test_a_removed_event_is_found(database: Database, find: Find) -> None:
    with database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence == 3))
    assert find() == (3, How.REMOVED)


def test_two_swapped_events_are_found(database: Database, find: Find) -> None:
    with database.session() as session:
        for old, new in ((2, 100), (5, 2), (100, 5)):
            session.execute(update(AuditEvent).where(AuditEvent.sequence == old).values(sequence=new))
    assert find() == (2, How.CHANGED)


def test_an_added_event_is_found(database: Database, find: Find) -> None:
    with database.session() as session:
        (row,) = session.execute(select(*AuditEvent.__table__.c).where(AuditEvent.sequence == 3)).mappings()
        for sequence in range(COUNT, 3, -1):
            session.execute(update(AuditEvent).where(AuditEvent.sequence == sequence).values(sequence=sequence + 1))
        session.execute(insert(AuditEvent).values({**row, "sequence": 4, "previous_mac": row["mac"]}))
    assert find() == (4, How.INSERTED)


def test_a_tail_cut_back_past_the_last_checkpoint_is_found(database: Database, find: Find) -> None:
    with database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > 4))
    assert find() == (5, How.TRUNCATED)


def test_a_trail_that_was_emptied_is_found(database: Database, find: Find) -> None:
    with database.session() as session:
        session.execute(delete(AuditEvent))
    assert find() == (1, How.TRUNCATED)


def test_events_without_a_checkpoint_are_no_proof(standing: Standing) -> None:
    standing.checkpoint_file.unlink()
    finding = verify_stored(standing)
    assert (finding.is_intact, finding.verification.broken) == (False, None)
    assert "there is no checkpoint" in str(finding.checkpoint_problem)


def test_a_checkpoint_that_was_tampered_with_is_no_proof(standing: Standing) -> None:
    path = standing.checkpoint_file
    path.write_text(path.read_text().replace('"sequence": 6', '"sequence": 5'))
    assert "signed by none" in str(verify_stored(standing).checkpoint_problem)


def test_a_copy_kept_elsewhere_finds_what_the_latest_one_no_longer_tells_of(
    database: Database, standing: Standing, tmp_path: Path
) -> None:
    """The checkpoint in place was put back together with the database."""
    with database.session() as session:
        head = read_head(session)
    copy_checkpoint(tmp_path / "copy", take_checkpoint(head, START, 0, KEYS))
    with database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > 4))
        older = take_checkpoint(read_head(session), START, 0, KEYS)
    copy_checkpoint(standing.checkpoint_file, older)
    assert verify_stored(standing).is_intact
    broken = verify_stored(standing, [tmp_path / "copy"]).verification.broken
    assert broken
    assert (broken.sequence, broken.how) == (5, How.TRUNCATED)


def test_a_copy_that_is_not_there_is_an_error(standing: Standing, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="there is no checkpoint"):
        verify_stored(standing, [tmp_path / "nowhere"])


@only_on_sqlite
@pytest.mark.parametrize(
    "nonsense",
    [b"\xff", "'text'", 1.5, literal_column("CAST(x'ff' AS TEXT)"), 9223372036854775807],
    ids=["bytes", "text", "fraction", "broken text", "largest"],
)
def test_a_column_of_sqlite_may_hold_anything_and_still_the_event_is_found(
    database: Database, find: Find, nonsense: object
) -> None:
    """SQLite keeps whatever is put into a column, of its type or not."""
    for column in COLUMNS:
        with changed(database, 4, column, nonsense):
            assert find() in {(4, How.CHANGED), (4, How.KEY_UNKNOWN)}, column


@only_on_sqlite
def test_what_is_in_memory_does_not_grow_with_the_trail(
    database: Database, trail: Trail, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_table, "_ROWS_AT_ONCE", 50)

    def many(transaction: Transaction) -> None:
        transaction.events.extend(event(subject=f"search:{number}") for number in range(1_500))

    trail.commit(many)
    trail.checkpoint(START)
    verify_stored(standing)
    with database.session() as session:
        everything = peak(lambda: list(read_links(session)))
    finding: list[Finding] = []
    assert peak(lambda: finding.append(verify_stored(standing))) < everything / 4
    assert finding[0].is_intact


@contextmanager
def changed(database: Database, sequence: int, column: str, value: object) -> Iterator[None]:
    """Put something into a column, and back what was there."""
    raw = table("audit_event", literal_column("sequence"), sql_column(column))
    here = literal_column("sequence") == sequence
    with database.engine.begin() as connection:
        before = connection.scalar(select(sql_column(column)).select_from(raw).where(here))
        connection.execute(update(raw).where(here).values({column: value}))
    yield
    with database.engine.begin() as connection:
        connection.execute(update(raw).where(here).values({column: before}))


def peak(run: Callable[[], object]) -> int:
    """The most memory that it held, in bytes."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
