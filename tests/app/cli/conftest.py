"""The commands as one meets them at a terminal: environment, arguments, standard input; text and status back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.state.database import Database

Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Settings under which everything is the test's own."""
    variables = {
        "SHIKAKU_ENGINE_URL": f"sqlite:///{tmp_path / 'engine'}",
        "SHIKAKU_DATABASE_URL": empty_database,
        "SHIKAKU_KEY_FILE": str(tmp_path / "keys.json"),
        "SHIKAKU_AUDIT_CHECKPOINT_FILE": str(tmp_path / "audit-checkpoint.json"),
        "SHIKAKU_DEMO_PASSWORD": "",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Run `shikaku` with arguments, and standard input if given."""

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return run


@pytest.fixture
def migrated(run: Run, environ: dict[str, str]) -> Iterator[Database]:
    """The database that the commands work on, with one institution, and a key file."""
    assert run("keys", "create").exit_code == 0
    assert run("db", "upgrade").exit_code == 0
    assert run("institution", "create", "1312345678", "サンプル医療機関").exit_code == 0
    database = Database(environ["SHIKAKU_DATABASE_URL"])
    yield database
    database.close()
