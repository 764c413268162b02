"""`shikaku backup` and `shikaku restore`."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.trail import Trail
from app.audit.unavailable import AuditUnavailableError
from app.institutions import list_institutions
from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.cli.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.backup"


def codes(database: Database) -> list[str]:
    with database.session() as session:
        return [institution.code for institution in list_institutions(session)]


def test_what_was_done_since_the_backup_is_taken_back(run: Run, migrated: Database, file: Path) -> None:
    assert run("backup", str(file)).exit_code == 0
    assert run("institution", "create", "1312345679", "別の医療機関").exit_code == 0
    result = run("restore", "--yes", str(file))
    assert (result.exit_code, "Restored" in result.stdout) == (0, True)
    assert codes(migrated) == ["1312345678"]
    with migrated.session() as session:
        kinds = list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.sequence)))
    assert kinds == ["institution_created", "restored"]
    assert run("audit", "verify").exit_code == 0


def test_a_restore_asks_before_it_takes_anything_back(run: Run, migrated: Database, file: Path) -> None:
    assert run("backup", str(file)).exit_code == 0
    assert run("institution", "create", "1312345679", "別の医療機関").exit_code == 0
    result = run("restore", str(file), stdin="n\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(r"made at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(Japan time\) and goes up to event 1\.", result.stderr)
    assert "2 later event(s)" in result.stderr  # the backup's own, and the institution's
    assert codes(migrated) == ["1312345678", "1312345679"]


def test_a_restore_that_is_agreed_to_is_made(run: Run, migrated: Database, file: Path) -> None:
    assert run("backup", str(file)).exit_code == 0
    assert run("institution", "create", "1312345679", "別の医療機関").exit_code == 0
    assert run("restore", str(file), stdin="y\n").exit_code == 0
    assert codes(migrated) == ["1312345678"]


def test_with_yes_nothing_is_asked(run: Run, migrated: Database, file: Path) -> None:
    assert run("backup", str(file)).exit_code == 0
    result = run("restore", "--yes", str(file))
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("content", [None, b"something else"])
def test_a_file_that_cannot_be_restored_is_refused_before_anything_is_asked(
    run: Run, migrated: Database, file: Path, content: bytes | None
) -> None:
    if content is not None:
        file.write_bytes(content)
    result = run("restore", str(file), stdin="y\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "Go on?" not in result.output


def test_a_backup_is_recorded(run: Run, migrated: Database, file: Path) -> None:
    assert run("backup", str(file)).exit_code == 0
    with migrated.session() as session:
        event = session.execute(
            select(AuditEvent.kind, AuditEvent.user_id).order_by(AuditEvent.sequence.desc()).limit(1)
        ).one()
    assert event.kind == "backup_made"
    assert event.user_id.startswith("command:")


def test_a_backup_that_cannot_be_recorded_is_not_left_behind(
    run: Run, migrated: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> None:
        assert file.exists()
        raise AuditUnavailableError

    monkeypatch.setattr(Trail, "commit", unavailable)
    result = run("backup", str(file))
    assert (result.exit_code, result.stderr) == (1, "Error: the audit trail cannot be written; nothing was changed\n")
    assert not file.exists()


def test_a_backup_that_cannot_be_written_is_one_line_and_leaves_nothing(
    run: Run, migrated: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.backup.make.os.link", no_room)
    result = run("backup", str(file))
    assert (result.exit_code, result.stderr) == (1, f"Error: {file} cannot be written (No space left on device)\n")
    assert not list(file.parent.glob("*backup*"))


def test_a_new_machine_is_restored_from_backup_and_key_file_alone(
    run: Run, migrated: Database, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", str(file)).exit_code == 0
    monkeypatch.setenv("SHIKAKU_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    monkeypatch.setenv("SHIKAKU_AUDIT_CHECKPOINT_FILE", str(tmp_path / "new-checkpoint.json"))
    assert run("db", "upgrade").exit_code == 0
    assert run("restore", "--yes", str(file)).exit_code == 0
    assert codes(Database(f"sqlite:///{tmp_path / 'new.sqlite'}")) == ["1312345678"]
    assert run("audit", "verify").exit_code == 0


def test_what_is_no_backup_is_one_line_and_status_1(run: Run, migrated: Database, file: Path) -> None:
    file.write_text("something else", encoding="utf-8")
    result = run("restore", "--yes", str(file))
    assert (result.exit_code, result.stderr) == (1, f"Error: {file} cannot be read as a backup\n")
