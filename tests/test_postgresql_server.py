"""The tests' own PostgreSQL server: found, guarded, and gone at the end."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.app.ports import find_unused_port
from tests.postgresql_server import (
    OLDEST_VERSION,
    PostgreSQLServerError,
    find_programs,
    require_server_at,
    running_server,
)


def place_programs(folder: Path, said: str) -> None:
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{said}'\n")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize("said", ["postgres (PostgreSQL) 15.4", "postgres (PostgreSQL) 18beta1"])
def test_programs_that_are_new_enough_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    place_programs(tmp_path, said)
    monkeypatch.setenv("SHIKAKU_POSTGRESQL_BIN", str(tmp_path))
    assert find_programs() == tmp_path


@pytest.mark.parametrize("said", ["postgres (PostgreSQL) 14.11", "something else"])
def test_programs_that_are_too_old_or_no_postgresql_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    place_programs(tmp_path, said)
    monkeypatch.setenv("SHIKAKU_POSTGRESQL_BIN", str(tmp_path))
    with pytest.raises(PostgreSQLServerError, match=f"version 15 or newer, in {tmp_path};"):
        find_programs()


def test_a_given_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(PostgreSQLServerError, match=r"no PostgreSQL answers at 127\.0\.0\.1") as error:
        require_server_at(f"postgresql://shikaku:canary@127.0.0.1:{find_unused_port()}/postgres")
    assert "canary" not in str(error.value)


@pytest.mark.usefixtures("postgresql_server")  # where none can be had, this is skipped or fails as all others
def test_a_server_lives_as_long_as_its_block_and_lets_nobody_in_without_the_password() -> None:
    with running_server() as url:
        with psycopg.connect(url) as connection:
            assert connection.info.server_version >= OLDEST_VERSION * 10_000
            (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
            assert Path(folder).parent.is_dir()
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(urlsplit(url).password or "", "wrong"))
    assert not Path(folder).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
