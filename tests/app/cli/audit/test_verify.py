import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from app.audit.event import Event, Kind
from app.clock import JAPAN
from app.state.models import AuditEvent
from tests.app.cli.audit.conftest import AT, DESK, Service


@pytest.fixture
def six(service: Service) -> Service:
    """Six log-ins, a minute apart."""
    service.record(*(Event(kind=Kind.LOG_IN, actor=DESK, at=AT + timedelta(minutes=number)) for number in range(6)))
    return service


def change(service: Service, sequence: int) -> None:
    with service.database.session() as session:
        session.execute(update(AuditEvent).where(AuditEvent.sequence == sequence).values(user_id="somebody"))


def cut_after(service: Service, sequence: int) -> None:
    with service.database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > sequence))


def as_json(service: Service, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = service.run("audit", "verify", "--json", *arguments)
    found: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, found


def test_an_intact_trail_has_status_0_and_the_verification_is_recorded(six: Service) -> None:
    result = six.run("audit", "verify")
    assert (result.exit_code, result.stdout) == (0, "Intact: 6 event(s), the last one is number 6.\n")
    assert six.kinds()[6:] == ["audit_verified"]
    assert as_json(six) == (
        0,
        {"intact": True, "events": 7, "last": 7, "broken": None, "checkpoint_problem": None, "notes": []},
    )


def test_the_first_broken_event_is_named_with_its_number_and_time(six: Service) -> None:
    change(six, 3)
    result = six.run("audit", "verify")
    when = (AT + timedelta(minutes=2)).astimezone(JAPAN).isoformat(sep=" ", timespec="seconds")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"BROKEN: event 3 (time here: {when}) is not as it was written")
    status, found = as_json(six)
    assert (status, found["intact"], found["broken"]["sequence"], found["broken"]["how"]) == (1, False, 3, "changed")
    assert '"sequence":3' in six.details()[6]


def test_a_trail_that_was_cut_is_found_though_that_cannot_be_recorded_in_it(six: Service) -> None:
    cut_after(six, 4)
    result = six.run("audit", "verify")
    assert result.exit_code == 1
    assert "BROKEN: event 5" in result.stdout
    assert "could not be recorded in the trail (it ends before its checkpoint)" in result.stderr
    assert len(six.kinds()) == 4


def test_a_missing_checkpoint_is_a_failure_that_verifying_does_not_mend(six: Service) -> None:
    six.checkpoint_file.unlink()
    for _ in range(2):
        result = six.run("audit", "verify")
        assert result.exit_code == 1
        assert result.stdout.startswith("NO PROOF: there is no checkpoint")
    assert not six.checkpoint_file.exists()
    assert len(six.kinds()) == 6


def test_that_the_service_missed_its_checkpoint_is_told(six: Service) -> None:
    six.checkpoint_file.unlink()
    six.record(Event(kind=Kind.LOG_OUT, actor=DESK, at=AT))
    status, found = as_json(six)
    assert (status, [(note["what"], note["sequence"]) for note in found["notes"]]) == (0, [("checkpoint_missing", 7)])


def test_a_copy_of_a_checkpoint_finds_what_was_cut_together_with_the_one_in_place(six: Service, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert six.run("audit", "checkpoint", "--out", str(copy)).exit_code == 0
    six.checkpoint_file.unlink()
    cut_after(six, 4)
    six.record(Event(kind=Kind.LOG_OUT, actor=DESK, at=AT))
    assert as_json(six)[0] == 0
    status, found = as_json(six, "--checkpoint", str(copy))
    assert (status, found["broken"]["how"]) == (1, "truncated")


def test_an_unreadable_copy_is_an_error(six: Service, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("{}")
    result = six.run("audit", "verify", "--checkpoint", str(tmp_path / "copy"))
    assert (result.exit_code, "is not a checkpoint" in result.stderr) == (1, True)
    assert six.run("audit", "verify", "--checkpoint", str(tmp_path / "none")).exit_code == 1


def test_an_empty_trail_is_intact(service: Service) -> None:
    count = len(service.kinds())
    status, found = as_json(service)
    assert (status, found["events"]) == (0, count)
