"""What holds for every command."""

from pathlib import Path

import click
import pytest

from app.cli import main
from tests.app.cli.conftest import Run
from tests.app.databases import only_on_sqlite

LISTS = [
    ("account", "list"),
    ("institution", "list"),
    ("group", "list"),
    ("window", "list"),
    ("notice", "list"),
    ("notice", "mail"),
]


def commands_of(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        return [found for name, sub in command.commands.items() for found in commands_of(sub, (*path, name))]
    return [path]


def test_the_commands_are_these() -> None:
    assert {" ".join(path) for path in commands_of(main)} == {
        "serve",
        "demo",
        "db upgrade",
        "backup",
        "restore",
        "keys create",
        "keys list",
        "keys rotate",
        "keys retire",
        "audit checkpoint",
        "audit expire",
        "audit export",
        "audit verify",
        "audit who-looked",
        "account create",
        "account list",
        "account disable",
        "account enable",
        "account unlock",
        "account reset",
        "account end-sessions",
        "account password",
        "institution create",
        "institution change",
        "institution list",
        "group create",
        "group rename",
        "group add",
        "group remove",
        "group delete",
        "group list",
        "window open",
        "window change",
        "window close",
        "window list",
        "notice give",
        "notice list",
        "notice mail",
    }


@only_on_sqlite
@pytest.mark.parametrize("path", commands_of(main))
def test_every_command_explains_itself(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 4


@pytest.mark.parametrize("path", LISTS)
def test_a_database_that_is_not_migrated_is_one_line_and_status_1(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "Error: the database is not at this version's tables; run: shikaku db upgrade\n"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_nothing_is_an_empty_json_array(run: Run, path: tuple[str, ...]) -> None:
    run("db", "upgrade")
    result = run(*path, "--json")
    assert (result.exit_code, result.stdout.strip()) == (0, "[]")


@only_on_sqlite
def test_a_wrong_setting_is_one_line_and_status_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIKAKU_THREADS", "none")
    result = run("account", "list")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: SHIKAKU_THREADS must be a whole number, 1 or more\n",
    )


@only_on_sqlite
def test_a_command_that_is_written_wrongly_has_status_2(run: Run) -> None:
    assert run("account", "create").exit_code == 2
    assert run("nothing").exit_code == 2


@only_on_sqlite
def test_keys_are_made_once(run: Run, environ: dict[str, str]) -> None:
    assert run("keys", "create").exit_code == 0
    made = Path(environ["SHIKAKU_KEY_FILE"])
    before = made.read_bytes()
    again = run("keys", "create")
    assert (again.exit_code, "exists already" in again.stderr) == (1, True)
    assert made.read_bytes() == before
    assert b'"key"' in before
    assert before.decode().split('"key": "')[1][:20] not in again.output
