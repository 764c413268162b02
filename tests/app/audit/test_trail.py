"""Changes and their events are written together, in one chain, and never onto a trail that lost some."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from app.audit.chain import BEGINNING, Head, Link
from app.audit.checkpoint import CheckpointError, read_checkpoint, take_checkpoint, write_checkpoint
from app.audit.event import Kind
from app.audit.expiry import expire
from app.audit.loss import accept_loss
from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.audit.table import read_head, read_links
from app.audit.trail import Failed, Trail
from app.audit.transaction import Transaction
from app.audit.unavailable import AuditUnavailableError, TrailBehindError
from app.state.database import Database
from app.state.models import AuditEvent, Institution
from tests.app.audit.chains import KEYS, START, event
from tests.app.audit.conftest import MakeTrail, record, recording
from tests.app.databases import only_on_sqlite
from tests.app.moments import StoppedClock


class NoSuchThingError(Exception):
    """What a change may fail with."""


def links(database: Database) -> Sequence[Link]:
    with database.session() as session:
        return list(read_links(session))


def subjects(database: Database) -> list[str]:
    return [link.subject for link in links(database)]


def codes(database: Database) -> set[str]:
    with database.session() as session:
        return set(session.scalars(select(Institution.code)))


def cut_after(database: Database, sequence: int) -> None:
    with database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > sequence))


class Adding:
    """Adds an institution, and fails after it if told to."""

    def __init__(self, code: str, failure: Exception | None = None) -> None:
        self.code = code
        self.failure = failure

    def __call__(self, transaction: Transaction) -> Institution:
        transaction.record(event(Kind.INSTITUTION_CREATED, subject=f"institution:{self.code}"))
        added = Institution(code=self.code, name="診療所")
        transaction.session.add(added)
        transaction.session.flush()
        if self.failure:
            raise self.failure
        return added


def test_a_change_and_its_events_are_written_in_their_order(database: Database, trail: Trail) -> None:
    def change(transaction: Transaction) -> str:
        transaction.session.add(Institution(code="1", name="診療所"))
        transaction.record(event(subject="first"))
        transaction.record(event(subject="second"))
        return "done"

    assert trail.commit(change) == "done"
    assert (subjects(database), codes(database)) == (["first", "second"], {"1"})


def test_what_a_change_gives_can_be_read_after_it(trail: Trail) -> None:
    assert trail.commit(Adding("1")).name == "診療所"


def test_what_one_change_gave_stays_readable_when_a_later_one_of_the_batch_fails(trail: Trail) -> None:
    def rename(transaction: Transaction) -> None:
        found = transaction.session.scalars(select(Institution)).one()
        found.name = "別の診療所"
        transaction.session.flush()
        raise NoSuchThingError

    added, failed = trail.write([Adding("1"), rename])
    assert isinstance(added, Institution)
    assert added.name == "診療所"
    assert isinstance(failed, Failed)


def test_a_change_that_fails_takes_its_events_with_it_and_leaves_the_others(database: Database, trail: Trail) -> None:
    results = trail.write([Adding("1"), Adding("2", NoSuchThingError()), Adding("1"), Adding("3")])
    assert [type(result).__name__ for result in results] == ["Institution", "Failed", "Failed", "Institution"]
    assert isinstance(results[1], Failed)
    assert isinstance(results[1].error, NoSuchThingError)
    assert (subjects(database), codes(database)) == (["institution:1", "institution:3"], {"1", "3"})


def test_a_value_that_the_database_refuses_fails_its_own_change_only(database: Database, trail: Trail) -> None:
    """A name that is too long, where the database counts; SQLite does not."""
    results = trail.write([Adding("1"), Adding("2" * 5_000), Adding("3")])
    assert {"1", "3"} <= codes(database)
    assert isinstance(results[1], Failed) != database.is_sqlite


def test_a_failed_change_is_raised_to_who_asked_for_it(trail: Trail) -> None:
    with pytest.raises(NoSuchThingError):
        trail.commit(Adding("1", NoSuchThingError()))


def test_nothing_is_written_when_the_commit_fails(
    database: Database, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(trail, event(subject="before"))
    with monkeypatch.context() as patched:
        connection = trail.database._one_by_one.dialect
        patched.setattr(connection, "do_commit", failing)
        with pytest.raises(NoSuchThingError):
            trail.commit(Adding("1"))
    assert (subjects(database), codes(database)) == (["before"], set())
    record(trail, event(subject="after"))
    assert [(link.sequence, link.subject) for link in links(database)] == [(1, "before"), (2, "after")]


def failing(*_: object) -> None:
    raise NoSuchThingError


def test_two_processes_continue_one_chain(database: Database, make_trail: MakeTrail, standing: Standing) -> None:
    one, other = make_trail(), make_trail()
    for number in range(3):
        record(one, event(subject=f"one {number}"))
        record(other, event(subject=f"other {number}"))
    assert [link.sequence for link in links(database)] == [1, 2, 3, 4, 5, 6]
    one.checkpoint(START)
    assert verify_stored(standing).is_intact


class TestTheCheckpoint:
    def test_the_very_first_event_finds_one_of_the_empty_trail(self, trail: Trail, checkpoint_file: Path) -> None:
        record(trail, event())
        found = read_checkpoint(checkpoint_file, KEYS)
        assert found
        assert found.head == BEGINNING

    def test_it_tells_of_all_that_this_process_wrote(
        self, database: Database, trail: Trail, checkpoint_file: Path
    ) -> None:
        record(trail, event(), event())
        trail.checkpoint(START)
        found = read_checkpoint(checkpoint_file, KEYS)
        assert found
        assert found.head == links(database)[-1].head

    def test_a_process_that_wrote_nothing_takes_none(self, trail: Trail, checkpoint_file: Path) -> None:
        assert trail.checkpoint(START) is None
        assert not checkpoint_file.exists()

    def test_that_it_is_missing_is_recorded_once_by_who_begins(
        self, database: Database, make_trail: MakeTrail, checkpoint_file: Path
    ) -> None:
        record(make_trail(), event())
        checkpoint_file.unlink()
        again = make_trail()
        record(again, event(), event())
        assert [link.kind for link in links(database)] == ["look_up", "checkpoint_missing", "look_up", "look_up"]

    def test_one_that_is_not_ours_stops_all_writing(
        self, database: Database, trail: Trail, checkpoint_file: Path
    ) -> None:
        checkpoint_file.write_text("{}")
        with pytest.raises(AuditUnavailableError):
            record(trail, event())
        assert not links(database)


class TestATrailThatLostEvents:
    @pytest.fixture
    def cut(self, database: Database, make_trail: MakeTrail) -> Trail:
        """Five events were written, with a checkpoint; the last two are gone. The process that wrote them is given."""
        trail = make_trail()
        record(trail, *(event(subject=f"{number}") for number in range(5)))
        trail.checkpoint(START)
        cut_after(database, 3)
        return trail

    def test_nothing_is_written_to_it(self, database: Database, cut: Trail, make_trail: MakeTrail) -> None:
        for trail in (cut, make_trail()):
            with pytest.raises(TrailBehindError):
                trail.commit(Adding("1"))
        assert (subjects(database), codes(database)) == (["0", "1", "2"], set())

    def test_what_this_process_wrote_after_the_checkpoint_is_missed_too(self, database: Database, trail: Trail) -> None:
        record(trail, event())
        trail.checkpoint(START)
        record(trail, event())
        cut_after(database, 1)
        with pytest.raises(TrailBehindError):
            record(trail, event())

    def test_an_older_checkpoint_that_is_put_back_with_it_changes_nothing_for_this_process(
        self, database: Database, cut: Trail, checkpoint_file: Path
    ) -> None:
        checkpoint_file.unlink()
        write_checkpoint(checkpoint_file, take_checkpoint(links(database)[-1].head, START, 0, KEYS))
        with pytest.raises(TrailBehindError):
            record(cut, event())

    def test_after_the_loss_is_accepted_every_process_goes_on(
        self, database: Database, cut: Trail, make_trail: MakeTrail, standing: Standing
    ) -> None:
        accept_loss(standing, event(Kind.CHECKPOINT_TAKEN, START))
        for trail in (cut, make_trail()):
            record(trail, event())
            assert trail.checkpoint(START)
        assert [link.kind for link in links(database)[3:]] == ["checkpoint_taken", "look_up", "look_up"]
        assert verify_stored(standing).is_intact

    @pytest.mark.usefixtures("cut")
    def test_what_was_lost_is_told(self, standing: Standing, database: Database) -> None:
        loss, checkpoint = accept_loss(standing, event(Kind.CHECKPOINT_TAKEN, START))
        assert loss
        assert (loss.after, loss.at) == (3, START)
        assert "the checkpoint told of event 5" in loss.text
        assert checkpoint.restores == 1
        assert checkpoint.head == links(database)[-1].head

    def test_a_process_whose_events_went_overwrites_no_newer_checkpoint(
        self, cut: Trail, standing: Standing, checkpoint_file: Path
    ) -> None:
        _, accepted = accept_loss(standing, event(Kind.CHECKPOINT_TAKEN, START))
        assert cut.checkpoint(START) is None
        assert read_checkpoint(checkpoint_file, KEYS) == accepted


def test_a_process_whose_events_a_restore_left_takes_its_count_over(
    make_trail: MakeTrail, standing: Standing, checkpoint_file: Path
) -> None:
    """Else its checkpoints would be older than the restore's for ever, and never written."""
    trail = make_trail()
    record(trail, event())
    trail.checkpoint(START)
    accept_loss(standing, event(Kind.CHECKPOINT_TAKEN, START))
    record(trail, event())
    taken = trail.checkpoint(START)
    assert taken
    assert (taken.restores, taken.sequence) == (1, 3)
    assert read_checkpoint(checkpoint_file, KEYS) == taken


class TestExpiry:
    BEFORE = START + timedelta(days=1)

    @pytest.fixture
    def old(self, make_trail: MakeTrail) -> Trail:
        """Events 1 to 4: old, old, young, old."""
        trail = make_trail()
        for days in (0, 0, 2, 0):
            record(trail, event(at=START + timedelta(days=days)))
        trail.checkpoint(START)
        return trail

    def test_it_removes_old_events_from_the_beginning_and_tells_of_them(
        self, database: Database, old: Trail, standing: Standing
    ) -> None:
        second = links(database)[1]
        expired = old.commit(expire(self.BEFORE, event(Kind.AUDIT_EXPIRED, self.BEFORE)))
        assert expired
        assert (expired.first, expired.last) == (1, second.head)
        assert [link.sequence for link in links(database)] == [3, 4, 5]
        assert f'"mac":"{second.mac}"' in links(database)[-1].details
        assert verify_stored(standing).is_intact

    def test_it_may_be_done_again(self, database: Database, old: Trail, standing: Standing) -> None:
        for days in (1, 3):
            before = START + timedelta(days=days)
            old.commit(expire(before, event(Kind.AUDIT_EXPIRED, START + timedelta(days=9))))
        assert [link.sequence for link in links(database)] == [5, 6]
        old.checkpoint(START)
        assert verify_stored(standing).is_intact

    def test_without_an_old_event_nothing_is_recorded(self, database: Database, old: Trail) -> None:
        assert old.commit(expire(START, event(Kind.AUDIT_EXPIRED))) is None
        assert len(links(database)) == 4

    def test_processes_that_know_only_expired_events_go_on(
        self, database: Database, make_trail: MakeTrail, old: Trail, standing: Standing
    ) -> None:
        """The service may stand idle for longer than events are kept."""
        idle = make_trail()
        idle._known = links(database)[0].head
        old.commit(expire(START + timedelta(days=9), event(Kind.AUDIT_EXPIRED, START + timedelta(days=9))))
        begun = make_trail()
        record(idle, event())
        record(begun, event())
        assert verify_stored(standing).is_intact

    @pytest.mark.usefixtures("old")
    def test_a_beginning_that_somebody_removed_is_no_expiry(self, database: Database, make_trail: MakeTrail) -> None:
        idle = make_trail()
        idle._known = links(database)[0].head
        with database.session() as session:
            session.execute(delete(AuditEvent).where(AuditEvent.sequence <= 2))
        with pytest.raises(TrailBehindError):
            record(idle, event())


class TestStanding:
    def test_a_whole_trail_starts(self, trail: Trail, standing: Standing) -> None:
        record(trail, event())
        trail.checkpoint(START)
        assert standing.require_whole()

    def test_a_new_one_starts(self, standing: Standing) -> None:
        assert standing.require_whole() is None

    def test_one_that_lost_events_does_not_start_and_says_which(
        self, database: Database, trail: Trail, standing: Standing
    ) -> None:
        record(trail, event(), event())
        trail.checkpoint(START)
        cut_after(database, 1)
        with pytest.raises(Exception, match="ends before event 2"):
            standing.require_whole()

    def test_one_with_a_forged_checkpoint_does_not_start(self, trail: Trail, standing: Standing) -> None:
        record(trail, event())
        found = read_checkpoint(standing.checkpoint_file, KEYS)
        assert found
        write_checkpoint(standing.checkpoint_file, replace(found, sequence=1))
        with pytest.raises(CheckpointError):
            standing.require_whole()

    def test_the_last_checkpoint_tells_of_what_all_processes_wrote(
        self, database: Database, make_trail: MakeTrail, standing: Standing
    ) -> None:
        for trail in (make_trail(), make_trail()):
            record(trail, event())
        standing.take_last_checkpoint(START)
        found = standing.require_whole()
        assert found
        assert found.head == links(database)[-1].head

    def test_the_last_checkpoint_hides_no_loss(self, database: Database, trail: Trail, standing: Standing) -> None:
        record(trail, event(), event())
        taken = trail.checkpoint(START)
        cut_after(database, 1)
        with pytest.raises(Exception, match="ends before event 2"):
            standing.take_last_checkpoint(START)
        assert read_checkpoint(standing.checkpoint_file, KEYS) == taken


@only_on_sqlite
def test_what_was_written_holds_the_times_and_words_it_was_given(database: Database, trail: Trail) -> None:
    given = replace(event(subject="search:1", record="r", person="p", details={"名": ["前"]}), outcome="none")
    trail.write([recording(given)])
    (entry,) = links(database)
    assert (entry.at, entry.kind, entry.outcome, entry.subject) == (START, "look_up", "none", "search:1")
    assert (entry.user_id, entry.role, entry.institution, entry.address) == (
        "desk1",
        "medical_viewer",
        "1312345678",
        "192.0.2.7",
    )
    assert entry.details == '{"名":["前"]}'


def test_the_head_of_nothing_is_the_beginning(database: Database, clock: StoppedClock) -> None:
    with database.session() as session:
        assert read_head(session) == Head(0, "")
