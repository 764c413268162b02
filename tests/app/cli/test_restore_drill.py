"""The drill: two workers go on while they are backed up and restored, and the trail verifies after it."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts import create_account
from app.clock import Clock
from app.institutions import find_institution
from app.roles import Role
from app.state.database import Database
from app.state.models import AuditEvent
from app.windows import open_window
from tests.app.browser import PASSWORD
from tests.app.cli.conftest import Run
from tests.app.processes import running, stop, wait_until
from tests.app.records import ICHIRO_TYPED, publish_records
from tests.app.visitor import Visitor


@pytest.fixture
def served(migrated: Database, environ: dict[str, str], tmp_path: Path, unused_port: int) -> dict[str, str]:
    """Settings of a service that has everything, with a window around today."""
    publish_records(tmp_path / "engine")
    today = Clock().today_in_japan()
    with migrated.session() as session:
        clinic = find_institution(session, "1312345678")
        create_account(session, user_id="viewer", role=Role.MEDICAL_VIEWER, institution=clinic, password=PASSWORD)
        open_window(session, None, today - timedelta(days=1), today + timedelta(days=1))
    return {**environ, "PORT": str(unused_port), "SHIKAKU_WORKERS": "2", "SHIKAKU_REQUIRE_TOTP": "0"}


def kinds(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.sequence)))


def look_up_and_read(visitor: Visitor) -> None:
    status, result = visitor.post("/lookup", ICHIRO_TYPED)
    assert status == 303
    status, page = visitor.get(result)
    assert (status, "新橋　一郎" in page) == (200, True)


def test_a_service_is_backed_up_and_restored_while_it_runs(
    served: dict[str, str], migrated: Database, run: Run, tmp_path: Path, unused_port: int
) -> None:
    file = str(tmp_path / "drill.backup")
    with running("serve", environ=served) as process:
        wait_until(unused_port, "/readyz", within_s=30, process=process)
        before = Visitor(unused_port)
        before.log_in("viewer")
        look_up_and_read(before)
        assert run("backup", file).exit_code == 0
        look_up_and_read(before)
        assert run("restore", "--yes", file).exit_code == 0
        assert "ログイン" in before.get("/login")[1]
        for _ in range(4):  # so that both workers meet the restored trail
            after = Visitor(unused_port)
            assert after.log_in("viewer") == "/menu"
            look_up_and_read(after)
        assert run("audit", "verify").exit_code == 0
        assert stop(process, signal.SIGTERM)[0] == 0
    told = kinds(migrated)
    assert told.count("restored") == 1
    later = told[told.index("restored") :]
    assert later.count("record_viewed") == 4
    assert told[: told.index("restored")].count("record_viewed") == 1
    assert run("audit", "verify").exit_code == 0
