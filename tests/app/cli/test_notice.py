import json

import pytest
from sqlalchemy import select

from app.state.database import Database
from app.state.models import AuditEvent
from tests.app.cli.conftest import Run

CLINIC = "1312345678"


def listed(run: Run, *command: str) -> list[dict[str, object]]:
    result = run("notice", *command, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


@pytest.fixture
def mail_server_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setenv("SHIKAKU_MAIL_FROM", "notice@example.jp")


def test_a_notice_is_given_with_its_text_from_standard_input(run: Run, migrated: Database) -> None:
    given = run("notice", "give", "--all", "--title", "点検のお知らせ", stdin="止まります。\n")
    assert (given.exit_code, given.output) == (0, "Gave notice 1; no e-mail: SHIKAKU_SMTP_URL is not set.\n")
    (notice,) = listed(run, "list")
    assert {name: notice[name] for name in ("id", "kind", "institution", "group", "title", "readers")} == {
        "id": 1,
        "kind": "message",
        "institution": None,
        "group": None,
        "title": "点検のお知らせ",
        "readers": 0,
    }


def test_giving_one_is_in_the_audit_trail_without_its_words(run: Run, migrated: Database) -> None:
    run("notice", "give", "--institution", CLINIC, "--title", "canary", stdin="canary")
    with migrated.session() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "notice_given")).one()
    assert (event.subject, event.user_id.startswith("command:")) == ("notice:1", True)
    assert json.loads(event.details) == {"kind": "message", "window": None, "institution": CLINIC, "group": None}


@pytest.mark.usefixtures("mail_server_set")
def test_its_e_mails_are_listed(run: Run, migrated: Database) -> None:
    run("institution", "change", CLINIC, "--mail", "clinic@example.jp")
    run("group", "create", "東京都")
    run("group", "add", "東京都", CLINIC)
    given = run("notice", "give", "--group", "東京都", "--title", "点検", stdin="止まります。")
    assert (given.exit_code, given.output) == (0, "Gave notice 1.\n")
    (mail,) = listed(run, "mail")
    assert mail == {
        "id": 1,
        "notice": 1,
        "institution": CLINIC,
        "to": "clinic@example.jp",
        "state": "waiting",
        "problem": None,
        "tries": 0,
        "next_try_at": mail["next_try_at"],
        "sent_at": None,
    }
    assert listed(run, "mail", "--unsent") == [mail]
    (notice,) = listed(run, "list")
    assert (notice["mails_sent"], notice["mails_waiting"], notice["mails_failing"]) == (0, 1, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--title", "点検"),
        ("--all", "--institution", CLINIC, "--title", "点検"),
        ("--all", "--group", "東京都", "--title", "点検"),
        ("--all",),
    ],
)
def test_it_must_be_said_for_whom_and_under_which_title(
    run: Run, migrated: Database, arguments: tuple[str, ...]
) -> None:
    assert run("notice", "give", *arguments, stdin="本文").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (("--all", "--title", "点検"), "", "a notice needs a body"),
        (("--all", "--title", " "), "本文", "a notice needs a title"),
        (("--institution", "9999999999", "--title", "点検"), "本文", "there is no institution 9999999999"),
        (("--group", "無い", "--title", "点検"), "本文", "there is no group 無い"),
    ],
)
def test_what_cannot_be_given_is_one_line_and_leaves_nothing_behind(
    run: Run, migrated: Database, arguments: tuple[str, ...], stdin: str, said: str
) -> None:
    result = run("notice", "give", *arguments, stdin=stdin)
    assert (result.exit_code, said in result.stderr, len(result.stderr.splitlines())) == (1, True, 1)
    assert listed(run, "list") == []
