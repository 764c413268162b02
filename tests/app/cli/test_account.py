import json
from datetime import UTC, datetime

import pytest

from app.accounts import find_account
from app.audit.chain import Link
from app.audit.event import Kind
from app.audit.keys import AuditKeys
from app.audit.table import read_links
from app.cli.opened import read_settings
from app.keys import Purpose, read_key_file
from app.login.attempts import Attempt, note_failure
from app.login_sessions import Ended, start_session, why_ended
from app.state.database import Database
from tests.app.browser import PASSWORD
from tests.app.cli.conftest import Run
from tests.app.passwords import is_password_of

CREATE = ("account", "create", "reception", "--role", "medical_viewer", "--institution", "1312345678")
AGENCY = ("account", "create", "agency", "--role", "operator")
ANOTHER = "another long password"

COMMANDS = {
    "disable": Kind.ACCOUNT_DISABLED,
    "enable": Kind.ACCOUNT_ENABLED,
    "unlock": Kind.ACCOUNT_UNLOCKED,
    "reset": Kind.ACCOUNT_RESET,
    "end-sessions": Kind.SESSIONS_ENDED,
    "password": Kind.PASSWORD_CHANGED,
}


@pytest.fixture
def reception(run: Run, migrated: Database) -> Database:
    """The database, with the account ``reception``."""
    assert run(*CREATE, stdin=f"{PASSWORD}\n").exit_code == 0
    return migrated


def of_accounts(database: Database) -> list[Link]:
    with database.session() as session:
        return [found for found in read_links(session) if found.subject.startswith("account:")]


def test_an_account_is_made_with_the_password_of_standard_input(run: Run, migrated: Database) -> None:
    result = run(*CREATE, stdin=f"{PASSWORD}\n")
    assert (result.exit_code, result.output) == (0, "Created account reception.\n")
    with migrated.session() as session:
        assert is_password_of(session, "reception", PASSWORD)


def test_a_password_that_somebody_else_chose_is_good_for_one_log_in(run: Run, reception: Database) -> None:
    with reception.session() as session:
        account = find_account(session, "reception")
        assert account.must_change_password
        account.must_change_password = False
    run("account", "password", "reception", stdin=f"{ANOTHER}\n")
    with reception.session() as session:
        assert find_account(session, "reception").must_change_password


def test_a_password_that_is_too_short_makes_no_account(run: Run, migrated: Database) -> None:
    result = run(*CREATE, stdin="short\n")
    assert (result.exit_code, result.stderr) == (1, "Error: the password must have at least 15 characters\n")
    assert json.loads(run("account", "list", "--json").stdout) == []
    assert of_accounts(migrated) == []


@pytest.mark.parametrize("stdin", ["", "\n"])
@pytest.mark.parametrize("command", [CREATE, ("account", "password", "reception")])
def test_an_empty_standard_input_is_told_as_such(
    run: Run, reception: Database, command: tuple[str, ...], stdin: str
) -> None:
    result = run(*command, stdin=stdin)
    assert (result.exit_code, "no password was given" in result.stderr) == (1, True)


def test_a_password_that_is_guessed_at_once_is_taken_neither_at_first_nor_later(run: Run, migrated: Database) -> None:
    refused = run(*CREATE, stdin="passwordpassword\n")
    assert (refused.exit_code, "too easy to guess" in refused.stderr) == (1, True)
    run(*CREATE, stdin=f"{PASSWORD}\n")
    refused = run("account", "password", "reception", stdin="my Reception of patients\n")
    assert (refused.exit_code, "must not hold the user ID" in refused.stderr) == (1, True)
    with migrated.session() as session:
        assert is_password_of(session, "reception", PASSWORD)


@pytest.mark.parametrize("option", ["--password", "--pass", "-p"])
def test_a_password_is_never_an_argument(run: Run, migrated: Database, option: str) -> None:
    assert run(*CREATE, option, PASSWORD).exit_code == 2


def test_an_institution_that_is_not_there_is_named(run: Run, migrated: Database) -> None:
    result = run("account", "create", "a", "--role", "general", "--institution", "1", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, "no institution 1" in result.stderr) == (1, True)


def test_the_list_shows_role_institution_and_how_each_stands(run: Run, reception: Database) -> None:
    run(*AGENCY, stdin=f"{PASSWORD}\n")
    run("account", "disable", "reception")
    key = AuditKeys.of(read_key_file(read_settings().key_file)[Purpose.AUDIT]).newest
    with reception.session() as session:
        find_account(session, "agency").second_factor = b"sealed"
        for _ in range(6):
            note_failure(session, Attempt.of("agency", "192.0.2.7", datetime.now(UTC), key))
    assert json.loads(run("account", "list", "--json").stdout) == [
        {
            "user_id": "agency",
            "role": "operator",
            "institution": None,
            "disabled": False,
            "locked": True,
            "must_change_password": True,
            "second_factor": True,
        },
        {
            "user_id": "reception",
            "role": "medical_viewer",
            "institution": "1312345678",
            "disabled": True,
            "locked": False,
            "must_change_password": True,
            "second_factor": False,
        },
    ]
    assert run("account", "list").stdout.splitlines() == [
        "user_id\trole\tinstitution\tdisabled\tlocked\tmust_change_password\tsecond_factor",
        "agency\toperator\t-\tFalse\tTrue\tTrue\tTrue",
        "reception\tmedical_viewer\t1312345678\tTrue\tFalse\tTrue\tFalse",
    ]
    run("account", "unlock", "agency")
    assert not json.loads(run("account", "list", "--json").stdout)[0]["locked"]


def test_every_change_leaves_an_event_of_who_was_at_the_command_line(run: Run, reception: Database) -> None:
    for command in COMMANDS:
        assert run("account", command, "reception", stdin=f"{ANOTHER}\n").exit_code == 0
    left = of_accounts(reception)
    assert [found.kind for found in left] == [Kind.ACCOUNT_CREATED, *COMMANDS.values()]
    assert {found.subject for found in left} == {"account:reception"}
    assert all(found.user_id.startswith("command:") for found in left)
    assert {found.details for found in left} == {'{"institution":"1312345678","role":"medical_viewer"}'}


@pytest.mark.parametrize(
    ("command", "because"),
    [
        ("disable", Ended.DISABLED),
        ("reset", Ended.PASSWORD),
        ("password", Ended.PASSWORD),
        ("end-sessions", Ended.BY_ADMINISTRATOR),
    ],
)
def test_what_ends_sessions_says_why(run: Run, reception: Database, command: str, because: Ended) -> None:
    with reception.session() as session:
        token = start_session(session, find_account(session, "reception").id, datetime.now(UTC))
    assert run("account", command, "reception", stdin=f"{ANOTHER}\n").exit_code == 0
    with reception.session() as session:
        assert why_ended(session, token) is because


def test_a_new_password_replaces_the_old(run: Run, reception: Database) -> None:
    assert run("account", "password", "reception", stdin=f"{ANOTHER}\n").exit_code == 0
    with reception.session() as session:
        assert not is_password_of(session, "reception", PASSWORD)
        assert is_password_of(session, "reception", ANOTHER)


def test_a_reset_prints_the_one_time_password_alone_on_the_last_line(run: Run, reception: Database) -> None:
    *said, password = run("account", "reset", "reception").stdout.splitlines()
    with reception.session() as session:
        assert is_password_of(session, "reception", password)
    assert not any(password in line for line in said)


def test_a_disabled_account_can_be_enabled(run: Run, reception: Database) -> None:
    run("account", "disable", "reception")
    assert run("account", "enable", "reception").output == "Enabled account reception.\n"
    assert not json.loads(run("account", "list", "--json").stdout)[0]["disabled"]


def test_the_last_operator_is_not_disabled(run: Run, migrated: Database) -> None:
    run(*AGENCY, stdin=f"{PASSWORD}\n")
    result = run("account", "disable", "agency")
    assert (result.exit_code, "last operator" in result.stderr) == (1, True)
    assert [found.kind for found in of_accounts(migrated)] == [Kind.ACCOUNT_CREATED]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_account_that_is_not_there_is_named(run: Run, migrated: Database, command: str) -> None:
    result = run("account", command, "nobody", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, "no account nobody" in result.stderr) == (1, True)
    assert of_accounts(migrated) == []


def test_a_change_whose_checkpoint_cannot_be_written_is_told_as_done(
    run: Run, reception: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the one-time password, which is made and recorded, would be nobody's."""

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.audit.checkpoint.fcntl.flock", no_room)
    result = run("account", "reset", "reception")
    assert result.exit_code == 0
    assert is_password_of_reset(reception, result.stdout.splitlines()[-1])
    assert "Warning: this is done and recorded, but not proved by a checkpoint" in result.stderr
    assert of_accounts(reception)[-1].kind == Kind.ACCOUNT_RESET


def is_password_of_reset(database: Database, printed: str) -> bool:
    with database.session() as session:
        return is_password_of(session, "reception", printed)
