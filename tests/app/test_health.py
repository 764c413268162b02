from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.services import Services
from app.settings import Settings
from app.state.models import Account, LoginSession, Window
from app.windows import close_all_windows
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.databases import Databases
from tests.app.fake_engine import UnavailableEngine
from tests.app.moments import StoppedClock


def reasons(browser: Browser) -> list[str]:
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    body = answer.get_json()
    assert set(body) == {"status", "reasons"}
    assert body["status"] == "not_ready"
    found: list[str] = body["reasons"]
    return found


def test_a_service_that_has_everything_is_ready(browser: Browser, services: Services) -> None:
    answer = browser.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "ready",
        "engine": "sqlite",
        "generation": services.engine.health().generation,
        "records": 3,
    }


def test_it_is_alive_even_when_nothing_else_is(
    make_app: Callable[..., Flask], settings: Settings, databases: Databases
) -> None:
    app = make_app(engine=UnavailableEngine())
    settings.key_file.unlink()
    services_of(app).database.close()
    databases.remove(settings.database_url)
    answer = Browser(app).get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "alive"})


def test_it_is_not_ready_without_its_engine(make_app: Callable[..., Flask]) -> None:
    assert reasons(Browser(make_app(engine=UnavailableEngine()))) == ["engine_unavailable"]


def test_it_is_not_ready_before_anything_is_published(
    make_app: Callable[..., Flask], settings: Settings, tmp_path: Path
) -> None:
    nothing_published = replace(settings, engine_url=f"sqlite:///{tmp_path / 'nothing'}")
    assert reasons(Browser(make_app(settings=nothing_published))) == ["engine_unavailable"]


def test_it_is_not_ready_before_the_database_is_migrated(
    make_app: Callable[..., Flask], settings: Settings, databases: Databases
) -> None:
    not_migrated = replace(settings, database_url=databases.make_empty("new"))
    assert reasons(Browser(make_app(settings=not_migrated))) == ["database_not_migrated"]


def test_it_is_not_ready_while_the_database_is_away(
    make_app: Callable[..., Flask], settings: Settings, databases: Databases
) -> None:
    away = replace(settings, database_url=databases.away())
    assert reasons(Browser(make_app(settings=away))) == ["database_unavailable"]


@pytest.mark.parametrize("open_to", [0o640, 0o644])
def test_it_is_not_ready_when_its_key_file_is_open_to_others(
    browser: Browser, settings: Settings, open_to: int
) -> None:
    settings.key_file.chmod(open_to)
    assert reasons(browser) == ["key_file_unusable"]


def test_it_is_not_ready_without_a_window(browser: Browser, services: Services) -> None:
    with services.database.session() as session:
        session.execute(delete(Window))
    assert reasons(browser) == ["no_window"]


def test_it_is_ready_between_two_windows_too(browser: Browser, services: Services, clock: StoppedClock) -> None:
    with services.database.session() as session:
        close_all_windows(session, clock.now())
    assert browser.get("/readyz").status_code == 200
    clock.advance(timedelta(days=365))
    assert browser.get("/readyz").status_code == 200


def test_it_is_not_ready_without_an_account_that_may_log_in(browser: Browser, services: Services) -> None:
    with services.database.session() as session:
        session.execute(delete(LoginSession))
        session.execute(update(Account).values(disabled_at=services.clock.now()))
    assert reasons(browser) == ["no_account"]


def test_all_that_is_wrong_is_said_at_once(make_app: Callable[..., Flask], settings: Settings) -> None:
    app = make_app(engine=UnavailableEngine())
    settings.key_file.unlink()
    assert reasons(Browser(app)) == ["key_file_unusable", "engine_unavailable"]


def test_an_engines_words_do_not_come_out(make_app: Callable[..., Flask]) -> None:
    app = make_app(engine=UnavailableEngine("canary"))
    assert "canary" not in Browser(app).get("/readyz").text
