import json
from datetime import timedelta

import pytest

from app.clock import Clock
from app.state.database import Database
from tests.app.cli.conftest import Run


def windows(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("window", "list", "--json").stdout)
    return found


def test_a_window_is_opened_listed_and_closed(run: Run, migrated: Database) -> None:
    today = Clock().today_in_japan()
    last = today + timedelta(days=3)
    opened = run("window", "open", "--institution", "1312345678", "--from", f"{today}", "--to", f"{last}")
    assert (opened.exit_code, opened.output) == (0, "Opened window 1.\n")
    listed = {
        "id": 1,
        "institution": "1312345678",
        "opens_on": today.isoformat(),
        "closes_on": last.isoformat(),
        "closed_by_hand": False,
        "open_today": True,
    }
    assert windows(run) == [listed]
    assert run("window", "close", "1").exit_code == 0
    assert windows(run) == [{**listed, "closed_by_hand": True, "open_today": False}]


def test_a_window_may_be_for_all_and_all_may_be_closed(run: Run, migrated: Database) -> None:
    for _ in range(2):
        assert run("window", "open", "--all", "--from", "20251101", "--to", "20251130").exit_code == 0
    assert [window["institution"] for window in windows(run)] == [None, None]
    closed = run("window", "close", "--all")
    assert (closed.exit_code, closed.output) == (0, "Closed 2 window(s).\n")


def test_an_end_before_the_start_is_refused(run: Run, migrated: Database) -> None:
    result = run("window", "open", "--all", "--from", "2025-11-02", "--to", "2025-11-01")
    assert (result.exit_code, result.stderr) == (1, "Error: the last day is before the first day\n")
    assert windows(run) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("open", "--from", "2025-11-01", "--to", "2025-11-02"),
        ("open", "--all", "--institution", "1312345678", "--from", "2025-11-01", "--to", "2025-11-02"),
        ("open", "--all", "--from", "2025-02-30", "--to", "2025-11-02"),
        ("close",),
        ("close", "1", "--all"),
    ],
)
def test_it_must_be_said_for_whom_and_which(run: Run, migrated: Database, arguments: tuple[str, ...]) -> None:
    assert run("window", *arguments).exit_code == 2


def test_a_window_that_is_not_there_is_named(run: Run, migrated: Database) -> None:
    result = run("window", "close", "7")
    assert (result.exit_code, "no window 7" in result.stderr) == (1, True)
