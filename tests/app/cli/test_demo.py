import os

import pytest

from app.demo.trial_settings import TRIAL_SETTINGS
from tests.app.cli.conftest import Run


def test_on_a_database_in_use_it_ends_with_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("PORT", str(unused_port))
    for name in TRIAL_SETTINGS:
        monkeypatch.setenv(name, "")  # what the command sets goes with the test
    assert run("keys", "create").exit_code == 0
    assert run("db", "upgrade").exit_code == 0
    assert run("institution", "create", "1398765432", "別の医療機関").exit_code == 0
    result = run("demo")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the database holds the institution 1398765432")
    assert len(result.stderr.splitlines()) == 1
    assert os.environ["SHIKAKU_REQUIRE_TOTP"] == "0"
