from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from app.erasure import EVERY
from app.lookup.store import LIFETIME
from app.roles import Role
from app.services import Services
from app.settings import Settings
from app.state.models import LoginSession, StoredSearch
from tests.app.browser import Browser
from tests.app.databases import only_on_sqlite
from tests.app.moments import StoppedClock
from tests.app.records import ICHIRO_TYPED

ClientAs = Callable[[Role], Browser]


def rows(services: Services) -> tuple[int, int]:
    """How many log-in sessions and stored searches lie in the database."""
    with services.database.session() as session:
        counts = (session.scalar(select(func.count()).select_from(table)) for table in (LoginSession, StoredSearch))
        return next(counts) or 0, next(counts) or 0


@pytest.fixture
def left_alone(client_as: ClientAs, services: Services) -> None:
    """Somebody looked a patient up, and went."""
    client_as(Role.MEDICAL_VIEWER).post("/lookup", ICHIRO_TYPED)
    assert rows(services) == (1, 2)


@pytest.mark.usefixtures("left_alone")
@pytest.mark.parametrize("path", ["/login", "/readyz", "/nowhere"])
def test_an_expired_search_is_erased_by_anybodys_request(
    browser: Browser, services: Services, clock: StoppedClock, path: str
) -> None:
    clock.advance(LIFETIME)
    browser.get(path)
    assert rows(services) == (1, 0)


@pytest.mark.usefixtures("left_alone")
def test_an_expired_session_is_erased_with_all_it_had(
    browser: Browser, services: Services, settings: Settings, clock: StoppedClock
) -> None:
    clock.advance(settings.idle_limit)
    browser.get("/readyz")
    assert rows(services) == (0, 0)


@pytest.mark.usefixtures("left_alone")
def test_what_is_in_use_stays(browser: Browser, services: Services, clock: StoppedClock) -> None:
    clock.advance(LIFETIME - timedelta(seconds=1))
    browser.get("/readyz")
    assert rows(services) == (1, 2)


@pytest.mark.usefixtures("left_alone")
def test_a_worker_erases_as_it_starts_without_any_request(
    make_app: Callable[..., Flask], services: Services, clock: StoppedClock
) -> None:
    clock.advance(timedelta(days=1))
    make_app()
    assert rows(services) == (0, 0)


def test_it_is_asked_at_most_once_a_minute(browser: Browser, services: Services, clock: StoppedClock) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "stored_search" in statement:
            asked.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    clock.advance(EVERY - timedelta(seconds=1))
    browser.get("/login")
    assert asked == []
    clock.advance(timedelta(seconds=1))
    for _ in range(3):
        browser.get("/login")
    assert len(asked) == 1


@pytest.mark.usefixtures("left_alone")
@pytest.mark.parametrize("path", ["/healthz", "/static/style.css"])
def test_what_needs_no_database_asks_none(browser: Browser, services: Services, clock: StoppedClock, path: str) -> None:
    clock.advance(timedelta(days=1))
    browser.get(path)
    assert rows(services) == (1, 2)


@only_on_sqlite
@pytest.mark.usefixtures("left_alone")
def test_nothing_that_was_erased_is_left_in_the_files(
    browser: Browser, services: Services, settings: Settings, clock: StoppedClock, tmp_path: Path
) -> None:
    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.glob("service.sqlite*"))

    with services.database.session() as session:
        sealed = session.scalars(select(StoredSearch.payload)).first() or b"nothing"
    assert sealed in on_disk()
    clock.advance(LIFETIME)
    browser.get("/login")
    assert sealed not in on_disk()


def test_a_failure_to_erase_hinders_nobody_and_is_made_good_a_minute_later(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    browser = client_as(Role.MEDICAL_VIEWER)
    browser.post("/lookup", ICHIRO_TYPED)
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE stored_search RENAME TO moved_away"))
    clock.advance(LIFETIME)
    assert browser.get("/menu").status_code == 200
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE moved_away RENAME TO stored_search"))
    clock.advance(EVERY)
    assert browser.get("/menu").status_code == 200
    assert rows(services) == (1, 0)
