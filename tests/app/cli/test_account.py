import json

import pytest

from app.accounts import authenticate, find_account
from app.login_sessions import session_id, start_session
from app.state.database import Database
from app.state.models import LoginSession
from tests.app.browser import PASSWORD
from tests.app.cli.conftest import Run
from tests.app.moments import NOON_IN_JAPAN

CREATE = ("account", "create", "reception", "--role", "medical_viewer", "--institution", "1312345678")


def test_an_account_is_made_with_the_password_of_standard_input(run: Run, migrated: Database) -> None:
    result = run(*CREATE, stdin=f"{PASSWORD}\n")
    assert (result.exit_code, result.output) == (0, "Created account reception.\n")
    with migrated.session() as session:
        assert authenticate(session, "reception", PASSWORD) is not None


def test_a_password_that_is_too_short_makes_no_account(run: Run, migrated: Database) -> None:
    result = run(*CREATE, stdin="short\n")
    assert (result.exit_code, result.stderr) == (1, "Error: the password must have at least 15 characters\n")
    assert json.loads(run("account", "list", "--json").stdout) == []


def test_a_password_that_is_guessed_at_once_is_taken_neither_at_first_nor_later(run: Run, migrated: Database) -> None:
    refused = run(*CREATE, stdin="passwordpassword\n")
    assert (refused.exit_code, "too easy to guess" in refused.stderr) == (1, True)
    run(*CREATE, stdin=f"{PASSWORD}\n")
    refused = run("account", "password", "reception", stdin="my Reception of patients\n")
    assert (refused.exit_code, "must not hold the user ID" in refused.stderr) == (1, True)
    with migrated.session() as session:
        assert authenticate(session, "reception", PASSWORD) is not None


@pytest.mark.parametrize("option", ["--password", "--pass", "-p"])
def test_a_password_is_never_an_argument(run: Run, migrated: Database, option: str) -> None:
    assert run(*CREATE, option, PASSWORD).exit_code == 2


def test_an_institution_that_is_not_there_is_named(run: Run, migrated: Database) -> None:
    result = run("account", "create", "a", "--role", "general", "--institution", "1", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, "no institution 1" in result.stderr) == (1, True)


def test_the_list_shows_role_institution_and_whether_disabled(run: Run, migrated: Database) -> None:
    run(*CREATE, stdin=f"{PASSWORD}\n")
    run("account", "create", "agency", "--role", "operator", stdin=f"{PASSWORD}\n")
    run("account", "disable", "reception")
    assert json.loads(run("account", "list", "--json").stdout) == [
        {"user_id": "agency", "role": "operator", "institution": None, "disabled": False},
        {"user_id": "reception", "role": "medical_viewer", "institution": "1312345678", "disabled": True},
    ]
    assert run("account", "list").stdout.splitlines() == [
        "user_id\trole\tinstitution\tdisabled",
        "agency\toperator\t-\tFalse",
        "reception\tmedical_viewer\t1312345678\tTrue",
    ]


def test_a_new_password_replaces_the_old_and_ends_sessions(run: Run, migrated: Database) -> None:
    run(*CREATE, stdin=f"{PASSWORD}\n")
    with migrated.session() as session:
        token = start_session(session, find_account(session, "reception").id, NOON_IN_JAPAN)
    result = run("account", "password", "reception", stdin="another long password\n")
    assert result.exit_code == 0
    with migrated.session() as session:
        assert authenticate(session, "reception", PASSWORD) is None
        assert authenticate(session, "reception", "another long password") is not None
        assert session.get(LoginSession, session_id(token)) is None


@pytest.mark.parametrize("command", ["disable", "password"])
def test_an_account_that_is_not_there_is_named(run: Run, migrated: Database, command: str) -> None:
    result = run("account", command, "nobody", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, "no account nobody" in result.stderr) == (1, True)
