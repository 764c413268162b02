"""`shikaku demo`, whole: the real indexer, engine, database and server, in processes of their own."""

import json
import re
import signal
import time
from pathlib import Path

import pytest

from tests.app.processes import children_of, get, running, stop, wait_until

FIRST_START_S = 120
SECOND_START_S = 15


@pytest.fixture
def environ(tmp_path: Path, unused_port: int) -> dict[str, str]:
    return {
        "SHIKAKU_ENGINE_URL": f"sqlite:///{tmp_path / 'engine'}",
        "SHIKAKU_DATABASE_URL": f"sqlite:///{tmp_path / 'service.sqlite'}",
        "SHIKAKU_KEY_FILE": str(tmp_path / "keys.json"),
        "SHIKAKU_AUDIT_CHECKPOINT_FILE": str(tmp_path / "audit-checkpoint.json"),
        "SHIKAKU_DEMO_PASSWORD": "",
        "PORT": str(unused_port),
    }


def start_and_stop(environ: dict[str, str], within_s: float) -> tuple[dict[str, object], str]:
    """What `/readyz` said, and what the demo printed."""
    port = int(environ["PORT"])
    with running("demo", environ=environ) as process:
        ready = wait_until(port, "/readyz", within_s=within_s, process=process)
        assert get(port, "/login")[0] == 200
        status, printed, errors = stop(process, signal.SIGINT)
    assert status == 0, errors
    return json.loads(ready), printed


def test_it_makes_everything_once_and_starts_again_in_seconds(environ: dict[str, str]) -> None:
    ready, printed = start_and_stop(environ, FIRST_START_S)
    assert (ready["status"], ready["records"]) == ("ready", 20_000)
    accounts = re.findall(r"^  (viewer|admin|general|other|operator) +(\S{16})   ", printed, re.MULTILINE)
    assert len(accounts) == 5
    assert "making and loading a sample of 20,000" in printed
    assert "Opened a window" not in printed
    assert f"http://127.0.0.1:{environ['PORT']}/" in printed

    again, printed_again = start_and_stop(environ, SECOND_START_S)
    assert again["generation"] == ready["generation"]
    assert "sample" not in printed_again
    assert not any(password in printed_again for _, password in accounts)


def test_a_start_that_was_killed_half_way_is_made_good_by_the_next(environ: dict[str, str], tmp_path: Path) -> None:
    with running("demo", environ=environ) as process:
        deadline = time.monotonic() + 60
        while not any((tmp_path / "engine").glob("*")) and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
        process.wait(timeout=10)
    ready, printed = start_and_stop(environ, FIRST_START_S)
    assert ready["records"] == 20_000
    assert len(re.findall(r"^  (viewer|admin|general|other|operator) ", printed, re.MULTILINE)) == 5


def test_ended_while_it_loads_it_leaves_no_process_behind(environ: dict[str, str], tmp_path: Path) -> None:
    with running("demo", environ=environ) as process:
        deadline = time.monotonic() + 60
        while not children_of(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        (child,) = children_of(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        assert process.returncode == 0
    assert not Path(f"/proc/{child}").exists()
