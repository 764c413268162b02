import json
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select

from app.clock import JAPAN, Clock
from app.state.database import Database
from app.state.models import AuditEvent, Notice
from tests.app.cli.conftest import Run

NOVEMBER = ("--from", "20251110", "--to", "20251120")
OUTAGE = ("--outage-from", "2025-11-09T09:30", "--outage-to", "2025-11-10T17:00")


def windows(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("window", "list", "--json").stdout)
    return found


def events(database: Database) -> list[tuple[str, str]]:
    """Kinds and subjects after that of the institution of the fixture."""
    with database.session() as session:
        found = session.execute(select(AuditEvent.kind, AuditEvent.subject).order_by(AuditEvent.sequence)).all()
    return [(kind, subject) for kind, subject in found][1:]


def notices(database: Database) -> list[tuple[str, int | None]]:
    with database.session() as session:
        return [(notice.kind, notice.window_id) for notice in session.scalars(select(Notice).order_by(Notice.id))]


def days_from_today(count: int) -> tuple[str, ...]:
    today = Clock().today_in_japan()
    return ("--from", f"{today}", "--to", f"{today + timedelta(days=count)}")


def test_a_window_is_opened_listed_and_closed(run: Run, migrated: Database) -> None:
    today = Clock().today_in_japan()
    opened = run("window", "open", "--institution", "1312345678", *days_from_today(3))
    assert (opened.exit_code, opened.output) == (0, "Opened window 1.\n")
    listed = {
        "id": 1,
        "institution": "1312345678",
        "group": None,
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=3)).isoformat(),
        "outage_from": None,
        "outage_to": None,
        "strict": False,
        "state": "open",
        "closed_by_hand": False,
        "open_today": True,
    }
    assert windows(run) == [listed]
    assert run("window", "close", "1").exit_code == 0
    assert windows(run) == [{**listed, "state": "closed", "closed_by_hand": True, "open_today": False}]


def test_each_change_is_recorded_and_noticed(run: Run, migrated: Database) -> None:
    for arguments in (
        ("open", "--all", *days_from_today(3)),
        ("change", "1", "--to", f"{Clock().today_in_japan()}"),
        ("close", "1"),
    ):
        assert run("window", *arguments).exit_code == 0
    assert notices(migrated) == [("opened", 1), ("changed", 1), ("closed", 1)]
    assert events(migrated) == [
        ("window_opened", "window:1"),
        ("notice_given", "notice:1"),
        ("window_changed", "window:1"),
        ("notice_given", "notice:2"),
        ("window_closed", "window:1"),
        ("notice_given", "notice:3"),
    ]


def test_the_event_tells_who_and_what(run: Run, migrated: Database) -> None:
    run("window", "open", "--all", *NOVEMBER, *OUTAGE, "--strict", "--no-notice")
    with migrated.session() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "window_opened")).one()
    assert event.user_id.startswith("command:")
    assert json.loads(event.details) == {
        "opens_on": "2025-11-10",
        "closes_on": "2025-11-20",
        "outage_began_at": "2025-11-09T00:30:00+00:00",
        "outage_ended_at": "2025-11-10T08:00:00+00:00",
        "strict": True,
        "institution": None,
        "group": None,
    }


def test_notice_can_be_left_out(run: Run, migrated: Database) -> None:
    run("window", "open", "--all", *days_from_today(3), "--no-notice")
    run("window", "change", "1", "--to", f"{Clock().today_in_japan()}", "--no-notice")
    run("window", "close", "1", "--no-notice")
    assert notices(migrated) == []
    assert [kind for kind, _ in events(migrated)] == ["window_opened", "window_changed", "window_closed"]


def test_nobody_is_given_notice_of_a_window_that_is_over(run: Run, migrated: Database) -> None:
    run("window", "open", "--all", *NOVEMBER)
    assert run("window", "change", "1", "--to", "2025-11-19").exit_code == 0
    assert notices(migrated) == []


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("2025-11-09T09:30", "2025-11-10T17:00"),
        ("2025-11-09 09:30", "2025-11-10T17:00+09:00"),
        ("2025-11-09T00:30Z", "2025-11-10T08:00:00+00:00"),
    ],
)
def test_times_without_zone_are_japans(run: Run, migrated: Database, began: str, ended: str) -> None:
    opened = run("window", "open", "--all", *NOVEMBER, "--outage-from", began, "--outage-to", ended, "--strict")
    assert opened.exit_code == 0, opened.output
    (window,) = windows(run)
    assert (window["outage_from"], window["outage_to"]) == ("2025-11-09T09:30:00+09:00", "2025-11-10T17:00:00+09:00")
    assert window["strict"] is True


@pytest.mark.parametrize("began", ["0001-01-01T00:00", "9999-12-31T23:59Z"])
def test_a_time_that_no_calendar_holds_everywhere_is_refused(run: Run, migrated: Database, began: str) -> None:
    outage = ("--outage-from", began, "--outage-to", "2025-11-10T17:00")
    refused = run("window", "open", "--all", *NOVEMBER, *outage)
    assert refused.exit_code == 2
    assert "in no year that can be used" in refused.output
    assert windows(run) == []


def test_a_window_may_be_for_a_group(run: Run, migrated: Database) -> None:
    assert run("group", "create", "東京都").exit_code == 0
    assert run("group", "add", "東京都", "1312345678").exit_code == 0
    assert run("window", "open", "--group", "東京都", *NOVEMBER).exit_code == 0
    assert [(window["institution"], window["group"]) for window in windows(run)] == [(None, "東京都")]


def test_a_window_may_be_for_all_and_all_may_be_closed(run: Run, migrated: Database) -> None:
    today = Clock().today_in_japan()
    for first, last in ((-20, -1), (0, 5), (6, 9)):
        days = (f"{today + timedelta(days=number)}" for number in (first, last))
        assert run("window", "open", "--all", *chain(*zip(("--from", "--to"), days, strict=True))).exit_code == 0
    assert [(window["institution"], window["group"]) for window in windows(run)] == [(None, None)] * 3
    closed = run("window", "close", "--all")
    assert (closed.exit_code, closed.output) == (0, "Closed 2 window(s).\n")
    assert [window["state"] for window in windows(run)] == ["closed", "closed", "over"]
    assert run("window", "close", "--all").output == "Closed 0 window(s).\n"


def test_what_no_option_names_stays_as_it_is(run: Run, migrated: Database) -> None:
    run("window", "open", "--all", *NOVEMBER, *OUTAGE, "--strict")
    (before,) = windows(run)
    assert run("window", "change", "1", "--to", "20251125").output == "Changed window 1.\n"
    assert windows(run) == [{**before, "closes_on": "2025-11-25"}]
    assert run("window", "change", "1", "--not-strict", "--no-outage").exit_code == 0
    named = {"outage_from": None, "outage_to": None, "strict": False}
    assert windows(run) == [{**before, "closes_on": "2025-11-25", **named}]
    assert run("window", "change", "1", "--from", "20251112", *OUTAGE).exit_code == 0
    assert windows(run) == [{**before, "opens_on": "2025-11-12", "closes_on": "2025-11-25", "strict": False}]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--from", "2025-11-02", "--to", "2025-11-01"), "the last day is before the first day"),
        (("--from", "20251109", "--to", "20251120", *OUTAGE), "begins before the outage is over"),
        ((*NOVEMBER, "--strict"), "a strict window needs its outage"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_nothing_is_changed(
    run: Run, migrated: Database, arguments: tuple[str, ...], error: str
) -> None:
    result = run("window", "open", "--all", *arguments)
    assert (result.exit_code, result.stderr.count("\n"), error in result.stderr) == (1, 1, True), result.stderr
    assert (windows(run), events(migrated)) == ([], [])


def test_an_outage_that_is_not_over_yet_is_refused(run: Run, migrated: Database) -> None:
    soon = (datetime.now(JAPAN) + timedelta(hours=1)).isoformat()
    result = run(
        "window", "open", "--all", *days_from_today(9), "--outage-from", "2025-11-09T09:30", "--outage-to", soon
    )
    assert (result.exit_code, "the outage ends in the future" in result.stderr) == (1, True)


def test_an_overlapping_window_is_refused_and_the_other_named(run: Run, migrated: Database) -> None:
    run("window", "open", "--institution", "1312345678", *NOVEMBER)
    result = run("window", "open", "--all", "--from", "20251120", "--to", "20251121")
    assert result.exit_code == 1
    assert "overlap window 1 (2025-11-10 to 2025-11-20, institution 1312345678)" in result.stderr


@pytest.mark.parametrize(
    ("target", "error"),
    [(("--institution", "0000000000"), "no institution 0000000000"), (("--group", "大阪府"), "no group 大阪府")],
)
def test_whom_it_is_for_must_be_there(run: Run, migrated: Database, target: tuple[str, ...], error: str) -> None:
    result = run("window", "open", *target, *NOVEMBER)
    assert (result.exit_code, error in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("open", *NOVEMBER),
        ("open", "--all", "--institution", "1312345678", *NOVEMBER),
        ("open", "--all", "--group", "東京都", *NOVEMBER),
        ("open", "--all", "--from", "2025-02-30", "--to", "2025-11-02"),
        ("open", "--all", *NOVEMBER, "--outage-from", "2025-11-09T09:30"),
        ("open", "--all", *NOVEMBER, "--outage-to", "2025-11-09T09:30"),
        ("open", "--all", *NOVEMBER, "--outage-from", "2025-11-09", "--outage-to", "2025-11-10"),
        ("open", "--all", *NOVEMBER, "--outage-from", "09:30", "--outage-to", "17:00"),
        ("change", "1"),
        ("change", "1", "--no-outage", *OUTAGE),
        ("close",),
        ("close", "1", "--all"),
    ],
)
def test_it_must_be_said_for_whom_and_which(run: Run, migrated: Database, arguments: tuple[str, ...]) -> None:
    assert run("window", *arguments).exit_code == 2


@pytest.mark.parametrize("command", [("close", "7"), ("change", "7", "--to", "20251120")])
def test_a_window_that_is_not_there_is_named(run: Run, migrated: Database, command: tuple[str, ...]) -> None:
    result = run("window", *command)
    assert (result.exit_code, "no window 7" in result.stderr) == (1, True)
    assert events(migrated) == []
