"""A service of its own for each test: real database, real embedded engine with a few records, a clock that stands.

Whatever uses a database runs twice, on SQLite and on a real PostgreSQL (`backend`).
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from flask import Flask

from app.accounts import create_account
from app.factory import create_app
from app.institutions import create_institution
from app.keys import create_key_file
from app.roles import Role
from app.services import Services
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade
from app.windows import open_window
from tests.app.browser import PASSWORD, Browser
from tests.app.databases import BACKENDS, Databases, PostgresqlDatabases, SqliteDatabases
from tests.app.moments import NOON_IN_JAPAN, StoppedClock
from tests.app.ports import find_unused_port
from tests.app.records import publish_records

FIRST_DAY = date(2025, 11, 1)
LAST_DAY = date(2025, 11, 30)


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedded engine with the records of `records.py`; nothing in these tests changes it."""
    return publish_records(tmp_path_factory.mktemp("engine") / "records")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test runs on."""
    return cast("str", request.param)


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Makes databases of the test's own, SQLite's in its folder, and removes them at its end."""
    made: Databases
    if backend == "sqlite":
        made = SqliteDatabases(tmp_path)
    else:
        made = PostgresqlDatabases(request.getfixturevalue("postgresql_server"))
    yield made
    made.remove_all()


@pytest.fixture
def empty_database(databases: Databases) -> str:
    """The address of a database of the test's own, without tables."""
    return databases.make_empty()


@pytest.fixture
def prepared_database(backend: str, request: pytest.FixtureRequest, databases: Databases) -> str:
    """A database of the test's own: one account per role, named as its role, and a window in November 2025."""
    return databases.make_copy(request.getfixturevalue(f"prepared_{backend}"))


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What each test gets a copy of; nobody opens it."""
    return prepare(SqliteDatabases(tmp_path_factory.mktemp("database")).make_empty())


@pytest.fixture(scope="session")
def prepared_postgresql(postgresql_server: str) -> Iterator[str]:
    """What each test gets a copy of; nobody opens it."""
    databases = PostgresqlDatabases(postgresql_server)
    yield prepare(databases.make_empty("prepared"))
    databases.remove_all()


def prepare(url: str) -> str:
    """Make the tables and fill them."""
    database = Database(url)
    upgrade(database)
    with database.session() as session:
        clinic = create_institution(session, "1312345678", "サンプル医療機関")
        open_window(session, clinic, FIRST_DAY, LAST_DAY)
        for role in Role:
            institution = None if role is Role.OPERATOR else clinic
            create_account(session, user_id=role.value, role=role, institution=institution, password=PASSWORD)
    database.close()
    return url


@pytest.fixture
def clock() -> StoppedClock:
    """Noon of 12 November 2025 in Japan."""
    return StoppedClock()


@pytest.fixture
def settings(tmp_path: Path, engine_url: str, prepared_database: str) -> Settings:
    """Settings whose every file is the test's own."""
    create_key_file(tmp_path / "keys.json", NOON_IN_JAPAN)
    return Settings(
        engine_url=engine_url,
        database_url=prepared_database,
        key_file=tmp_path / "keys.json",
        audit_checkpoint_file=tmp_path / "audit-checkpoint.json",
        require_totp=False,
    )


@pytest.fixture
def make_app(settings: Settings, clock: StoppedClock) -> Iterator[Callable[..., Flask]]:
    """Makes applications, with other settings or another engine if given, and closes them."""
    apps: list[Flask] = []

    def make(**parts: object) -> Flask:
        made = create_app(**{"settings": settings, "clock": clock, **parts})  # type: ignore[arg-type]
        apps.append(made)
        return made

    yield make
    for made in apps:
        if sender := services_of(made).mail:
            sender.close()
        services_of(made).audit.close()
        services_of(made).database.close()
        services_of(made).engine.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The service."""
    return make_app()


@pytest.fixture
def services(app: Flask) -> Services:
    """What its views use."""
    return services_of(app)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Somebody who is not logged in."""
    return Browser(app)


@pytest.fixture
def client_as(app: Flask) -> Callable[[Role], Browser]:
    """Somebody logged in with the account of a role."""

    def log_in(role: Role) -> Browser:
        browser = Browser(app)
        assert browser.log_in(role.value).status_code == 303
        return browser

    return log_in


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nobody listens on."""
    return find_unused_port()


def services_of(app: Flask) -> Services:
    """The services of an application outside a request."""
    found: Services = app.extensions["shikaku"]
    return found
