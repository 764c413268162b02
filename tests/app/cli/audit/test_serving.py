"""The server and the trail: it starts on a whole one only, and leaves a checkpoint of all that it wrote."""

import signal
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from app.audit.checkpoint import read_checkpoint
from app.audit.event import Event, Kind
from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.state.models import AuditEvent
from tests.app.cli.audit.conftest import AT, DESK, Service
from tests.app.processes import get, running, stop, wait_until
from tests.app.records import publish_records
from tests.app.visitor import Visitor

LOG_IN = Event(kind=Kind.LOG_IN, actor=DESK, at=AT)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_when_it_stops_the_checkpoint_tells_of_every_event(
    service: Service, environ: dict[str, str], tmp_path: Path, unused_port: int, by: signal.Signals
) -> None:
    publish_records(tmp_path / "engine")
    settings = {**environ, "PORT": str(unused_port), "SHIKAKU_WORKERS": "2"}
    with running("serve", environ=settings) as process:
        wait_until(unused_port, "/healthz", within_s=30, process=process)
        for number in range(6):
            Visitor(unused_port).log_in(f"nobody{number}")
        assert get(unused_port, "/healthz")[0] == 200
        status, _, errors = stop(process, by)
    assert (status, "Traceback" in errors) == (0, False)
    with service.database.session() as session:
        last = session.scalar(select(func.max(AuditEvent.sequence)))
    found = read_checkpoint(service.checkpoint_file, service.keys)
    assert found
    assert last
    assert last >= 6
    assert found.sequence == last
    assert verify_stored(Standing(service.database, service.keys, service.checkpoint_file)).is_intact


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_on_a_trail_that_lost_events_it_does_not_start(
    service: Service, monkeypatch: pytest.MonkeyPatch, unused_port: int, command: str
) -> None:
    monkeypatch.setenv("PORT", str(unused_port))
    service.record(LOG_IN, LOG_IN)
    with service.database.session() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.sequence > 1))
    result = service.run(command)
    assert result.exit_code == 1
    assert "the audit trail ends before event 2" in result.stderr
    assert "shikaku audit verify" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_with_a_checkpoint_that_is_none_it_does_not_start(
    service: Service, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("PORT", str(unused_port))
    service.checkpoint_file.write_text("{}")
    result = service.run("serve")
    assert (result.exit_code, "is not a checkpoint" in result.stderr) == (1, True)


def test_without_a_place_for_its_checkpoints_it_does_not_start(
    service: Service, monkeypatch: pytest.MonkeyPatch, unused_port: int, tmp_path: Path
) -> None:
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("PORT", str(unused_port))
    monkeypatch.setenv("SHIKAKU_AUDIT_CHECKPOINT_FILE", str(tmp_path / "no folder" / "checkpoint.json"))
    result = service.run("serve")
    assert (result.exit_code, "cannot be " in result.stderr) == (1, True)
    assert len(result.stderr.splitlines()) == 1
