"""The real server, in processes of its own."""

import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.accounts import create_account
from app.institutions import find_institution
from app.roles import Role
from app.state.database import Database
from app.windows import open_window
from tests.app.browser import PASSWORD
from tests.app.cli.conftest import Run
from tests.app.databases import only_on_sqlite
from tests.app.moments import NOON_IN_JAPAN
from tests.app.processes import children_of, get, running, stop, wait_until
from tests.app.records import publish_records
from tests.app.visitor import Visitor


@pytest.fixture
def served(run: Run, migrated: Database, environ: dict[str, str], tmp_path: Path, unused_port: int) -> dict[str, str]:
    """Settings of a service that has everything."""
    publish_records(tmp_path / "engine")
    with migrated.session() as session:
        clinic = find_institution(session, "1312345678")
        create_account(session, user_id="viewer", role=Role.MEDICAL_VIEWER, institution=clinic, password=PASSWORD)
        open_window(session, None, NOON_IN_JAPAN.date(), NOON_IN_JAPAN.date())
    migrated.close()
    return {**environ, "PORT": str(unused_port), "SHIKAKU_REQUIRE_TOTP": "0"}


@pytest.fixture
def free_port(unused_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port for the commands of this process that nobody listens on."""
    monkeypatch.setenv("PORT", str(unused_port))


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_a_signal_and_then_ends_well(
    served: dict[str, str], unused_port: int, by: signal.Signals
) -> None:
    with running("serve", environ=served) as process:
        wait_until(unused_port, "/readyz", within_s=30, process=process)
        status, page = get(unused_port, "/login")
        assert (status, "ログイン" in page) == (200, True)
        exit_status, _, errors = stop(process, by)
    assert exit_status == 0
    assert "Traceback" not in errors
    kind = "SQLite" if served["SHIKAKU_DATABASE_URL"].startswith("sqlite") else "PostgreSQL"
    started = f"Serving on http://127.0.0.1:{unused_port}/ (engine: SQLite, database: {kind})."
    assert errors.splitlines().count(started) == 1
    assert get(unused_port, "/healthz") == (0, "")


def test_two_workers_share_the_same_log_ins(served: dict[str, str], unused_port: int) -> None:
    """The log-in reaches one of them, and forty connections after it, four at a time, reach both."""
    with running("serve", environ={**served, "SHIKAKU_WORKERS": "2"}) as process:
        wait_until(unused_port, "/readyz", within_s=30, process=process)
        visitor = Visitor(unused_port)
        assert visitor.log_in("viewer") == "/menu"
        with ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda _: visitor.get("/menu"), range(40)))
        assert len(children_of(process.pid)) >= 2
        assert stop(process, signal.SIGTERM)[0] == 0
    assert {(status, "医療情報閲覧アカウント" in page) for status, page in pages} == {(200, True)}


@pytest.mark.usefixtures("free_port")
def test_without_a_key_file_it_does_not_start(run: Run, migrated: Database, environ: dict[str, str]) -> None:
    Path(environ["SHIKAKU_KEY_FILE"]).unlink()
    result = run("serve")
    assert (result.exit_code, "shikaku keys create" in result.stderr) == (1, True)


@pytest.mark.usefixtures("free_port")
def test_without_a_migrated_database_it_does_not_start(run: Run) -> None:
    run("keys", "create")
    result = run("serve")
    assert (result.exit_code, "shikaku db upgrade" in result.stderr) == (1, True)


@only_on_sqlite
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_at_once(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        result = run(command)
    assert result.exit_code == 1
    assert f"port {port}" in result.stderr
    assert len(result.stderr.splitlines()) == 1
