import json

import pytest
from sqlalchemy import select

from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.cli.conftest import Run


def groups(run: Run) -> list[tuple[str, str]]:
    return [(group["name"], group["institutions"]) for group in json.loads(run("group", "list", "--json").stdout)]


@pytest.fixture
def tokyo(run: Run, migrated: Database) -> Run:
    """A group, empty as yet, and a second institution."""
    assert run("institution", "create", "1398765432", "サンプル薬局").exit_code == 0
    assert run("group", "create", "東京都").output == "Created group 東京都.\n"
    return run


def test_a_group_is_made_filled_emptied_renamed_and_deleted(tokyo: Run, migrated: Database) -> None:
    run = tokyo
    assert run("group", "add", "東京都", "1398765432", "1312345678").exit_code == 0
    assert groups(run) == [("東京都", "1312345678 1398765432")]
    assert run("group", "remove", "東京都", "1312345678").exit_code == 0
    assert groups(run) == [("東京都", "1398765432")]
    assert run("group", "rename", "東京都", "東京").exit_code == 0
    assert run("group", "delete", "東京").exit_code == 0
    assert groups(run) == []
    with migrated.session() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    recorded = [(event.kind, event.subject, json.loads(event.details)) for event in events[2:]]
    assert recorded == [
        ("group_created", "group:東京都", {}),
        ("group_changed", "group:東京都", {"added": ["1398765432", "1312345678"]}),
        ("group_changed", "group:東京都", {"removed": ["1312345678"]}),
        ("group_changed", "group:東京都", {"renamed": "東京"}),
        ("group_removed", "group:東京", {}),
    ]


def test_all_are_added_or_none(tokyo: Run) -> None:
    result = tokyo("group", "add", "東京都", "1312345678", "0000000000")
    assert (result.exit_code, "no institution 0000000000" in result.stderr) == (1, True)
    assert groups(tokyo) == [("東京都", "")]


@pytest.mark.parametrize("command", ["add", "remove"])
def test_it_must_be_said_which_institutions(tokyo: Run, command: str) -> None:
    assert tokyo("group", command, "東京都").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "大阪府", "1312345678"),
        ("remove", "大阪府", "1312345678"),
        ("rename", "大阪府", "京都府"),
        ("delete", "大阪府"),
    ],
)
def test_a_group_that_is_not_there_is_named(tokyo: Run, arguments: tuple[str, ...]) -> None:
    result = tokyo("group", *arguments)
    assert (result.exit_code, result.stderr) == (1, "Error: there is no group 大阪府; see: shikaku group list\n")


def test_a_member_with_another_window_on_the_same_days_is_refused(tokyo: Run) -> None:
    days = ("--from", "2099-11-10", "--to", "2099-11-20")
    tokyo("window", "open", "--group", "東京都", *days)
    tokyo("window", "open", "--institution", "1312345678", *days)
    result = tokyo("group", "add", "東京都", "1312345678")
    assert (result.exit_code, "would have two windows at once" in result.stderr) == (1, True)
    assert groups(tokyo) == [("東京都", "")]


def test_a_group_that_a_window_names_stays(tokyo: Run) -> None:
    tokyo("window", "open", "--group", "東京都", "--from", "20251110", "--to", "20251120")
    result = tokyo("group", "delete", "東京都")
    assert (result.exit_code, "window 1 names it" in result.stderr) == (1, True)
