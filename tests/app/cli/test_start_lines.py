from pathlib import Path

import pytest

from app.cli.start_lines import start_lines
from app.settings import Settings
from engine.url import EngineUrlError

SQLITE = "sqlite:////srv/engine"
POSTGRESQL = "postgresql+psycopg://shikaku:canary@db.example/state"


def lines(
    *, engine: str = SQLITE, database: str = POSTGRESQL, host: str = "127.0.0.1", https: bool = False
) -> list[str]:
    settings = Settings(
        engine_url=engine,
        database_url=database,
        key_file=Path(),
        audit_checkpoint_file=Path(),
        host=host,
        https=https,
        port=8123,
    )
    return list(start_lines(settings))


@pytest.mark.parametrize(
    ("engine", "database", "kinds"),
    [
        (SQLITE, "sqlite:////srv/state.sqlite", "engine: SQLite, database: SQLite"),
        ("https://user:canary@node:9200", POSTGRESQL, "engine: OpenSearch, database: PostgreSQL"),
    ],
)
def test_address_engine_and_database_are_told_and_no_password(engine: str, database: str, kinds: str) -> None:
    assert lines(engine=engine, database=database) == [f"Serving on http://127.0.0.1:8123/ ({kinds})."]


def test_an_ipv6_address_stands_in_brackets() -> None:
    (line,) = lines(host="::1")
    assert "http://[::1]:8123/" in line


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "clinic.example"])  # noqa: S104 -- nothing listens there
def test_plain_http_beyond_this_machine_is_warned_of(host: str) -> None:
    _, warning = lines(host=host)
    assert warning.startswith("Warning: SHIKAKU_HTTPS is 0")
    assert len(lines(host=host, https=True)) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_alone_needs_no_warning(host: str) -> None:
    assert len(lines(host=host)) == 1


def test_a_wrong_engine_url_is_refused_without_being_repeated() -> None:
    with pytest.raises(EngineUrlError) as error:
        lines(engine="ftp://user:canary@node")
    assert "canary" not in str(error.value)
