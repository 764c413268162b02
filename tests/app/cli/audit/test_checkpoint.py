from pathlib import Path

import pytest
from sqlalchemy import delete

from app.audit.checkpoint import Checkpoint, read_checkpoint
from app.audit.event import Event, Kind
from app.audit.unavailable import TrailBehindError
from app.state.models import AuditEvent
from tests.app.cli.audit.conftest import AT, DESK, Service

LOG_IN = Event(kind=Kind.LOG_IN, actor=DESK, at=AT)


@pytest.fixture
def three(service: Service) -> Service:
    """Three log-ins."""
    service.record(LOG_IN, LOG_IN, LOG_IN)
    return service


@pytest.fixture
def behind(three: Service) -> Service:
    """The third one is gone."""
    with three.database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > 2))
    return three


def latest(service: Service) -> Checkpoint:
    found = read_checkpoint(service.checkpoint_file, service.keys)
    assert found
    return found


def test_it_is_written_in_its_place_and_to_a_copy(three: Service, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    result = three.run("audit", "checkpoint", "--out", str(copy))
    assert (result.exit_code, result.output) == (0, f"The checkpoint tells of event 4; a copy is in {copy}.\n")
    assert latest(three).sequence == 4
    assert read_checkpoint(copy, three.keys) == latest(three)
    assert three.kinds()[3:] == ["checkpoint_taken"]


def test_a_copy_that_cannot_be_written_is_said(three: Service, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = three.run("audit", "checkpoint", "--out", str(tmp_path / "file" / "copy"))
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)
    assert "Traceback" not in result.stderr


def test_a_folder_that_does_not_exist_is_not_made_for_a_copy(three: Service, tmp_path: Path) -> None:
    result = three.run("audit", "checkpoint", "--out", str(tmp_path / "nowhere" / "copy"))
    assert (result.exit_code, f"there is no folder {tmp_path / 'nowhere'}" in result.stderr) == (1, True)
    assert not (tmp_path / "nowhere").exists()
    assert len(three.kinds()) == 3


def test_a_trail_that_lost_events_gets_none(behind: Service) -> None:
    before = latest(behind)
    result = behind.run("audit", "checkpoint")
    assert result.exit_code == 1
    assert "--accept-loss" in result.stderr
    assert "event 3" in result.stderr
    assert (latest(behind), len(behind.kinds())) == (before, 2)


def test_the_loss_may_be_accepted_and_is_told_for_ever(behind: Service) -> None:
    with pytest.raises(TrailBehindError):
        behind.record(LOG_IN)
    result = behind.run("audit", "checkpoint", "--accept-loss")
    assert (result.exit_code, result.stdout) == (
        0,
        f"The checkpoint tells of event 3; it is in {behind.checkpoint_file}.\n",
    )
    assert '"after":2,"through":3' in behind.details()[2]
    assert (latest(behind).restores, latest(behind).sequence) == (1, 3)
    behind.record(LOG_IN)
    verified = behind.run("audit", "verify")
    assert verified.exit_code == 0
    assert "a loss after event 2 was accepted" in verified.stdout


@pytest.mark.parametrize("content", [None, "{}"])
def test_a_checkpoint_that_is_missing_or_unreadable_is_replaced_only_on_request(
    three: Service, content: str | None
) -> None:
    three.checkpoint_file.unlink()
    if content:
        three.checkpoint_file.write_text(content)
    refused = three.run("audit", "checkpoint")
    assert (refused.exit_code, "--accept-loss" in refused.stderr) == (1, True)
    assert three.run("audit", "checkpoint", "--accept-loss").exit_code == 0
    assert latest(three).sequence == 4
    assert three.run("audit", "verify").exit_code == 0


def test_accepting_where_nothing_is_lost_is_an_ordinary_checkpoint(three: Service) -> None:
    assert three.run("audit", "checkpoint", "--accept-loss").exit_code == 0
    assert latest(three).restores == 0


def test_the_first_checkpoint_of_a_new_trail(service: Service) -> None:
    assert service.run("audit", "checkpoint").exit_code == 0
    assert latest(service).sequence == len(service.kinds())
