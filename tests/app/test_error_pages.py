import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.error_texts import BY_STATUS
from app.lookup.messages import NOT_RECORDED
from app.roles import Role
from app.services import Services
from tests.app.browser import Browser
from tests.app.databases import nobody_else_writes
from tests.app.fake_engine import BrokenEngine, UnavailableEngine
from tests.app.records import ICHIRO_TYPED

ClientAs = Callable[[Role], Browser]


def assert_says(page: str, status: int) -> None:
    said = BY_STATUS[status]
    assert said.title in page
    assert said.message in page
    assert all(step in page for step in said.steps)


@pytest.fixture
def browser_of(make_app: Callable[..., Flask]) -> Callable[..., Browser]:
    """A look-up's user on a service made with other parts."""

    def make(**parts: object) -> Browser:
        browser = Browser(make_app(**parts))
        assert browser.log_in("medical_viewer").status_code == 303
        return browser

    return make


def test_every_error_text_says_what_to_do_next_and_where_to_go() -> None:
    assert set(BY_STATUS) == {400, 403, 404, 405, 413, 429, 500, 503}
    assert all(text.message and text.steps and text.links for text in BY_STATUS.values())


@pytest.mark.parametrize("path", ["/nowhere", "/lookup/nowhere", "/static/nowhere.css"])
def test_an_unknown_address_is_404(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert_says(answer.text, 404)


def test_a_method_that_a_page_does_not_take_is_405(browser: Browser) -> None:
    answer = browser.client.delete("/login")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert_says(answer.text, 405)


def test_a_request_that_is_far_too_large_is_413(client_as: ClientAs) -> None:
    answer = client_as(Role.MEDICAL_VIEWER).post("/lookup", {"name": "a" * 70_000})
    assert answer.status_code == 413
    assert_says(answer.text, 413)


def test_text_that_is_merely_too_long_is_left_to_the_form(client_as: ClientAs) -> None:
    answer = client_as(Role.MEDICAL_VIEWER).post("/lookup", {"name": "髙" * 1_000, "address": "髙" * 1_000})
    assert answer.status_code == 422


def test_an_error_that_nobody_foresaw_is_500_and_shows_nothing_of_itself(
    browser_of: Callable[..., Browser],
) -> None:
    answer = browser_of(engine=BrokenEngine()).post("/lookup", ICHIRO_TYPED)
    assert answer.status_code == 500
    assert_says(answer.text, 500)
    assert "新橋" not in answer.text
    assert "RuntimeError" not in answer.text


def test_an_engine_that_is_away_is_never_taken_for_nobody_found(
    browser_of: Callable[..., Browser],
) -> None:
    answer = browser_of(engine=UnavailableEngine("canary")).post("/lookup", ICHIRO_TYPED)
    assert answer.status_code == 503
    assert "該当者がいないという意味ではありません" in answer.text
    assert "存在しません" not in answer.text
    assert "canary" not in answer.text


def test_an_engine_that_goes_away_after_the_search_is_503_on_the_confirmation(
    make_app: Callable[..., Flask],
) -> None:
    working = Browser(make_app())
    working.log_in("medical_viewer")
    found = working.post("/lookup", ICHIRO_TYPED)
    assert found.location.startswith("/lookup/results/")
    broken = Browser(make_app(engine=UnavailableEngine()))
    broken.client.set_cookie("shikaku", working.cookie())
    answer = broken.get(found.location)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "該当者がいないという意味ではありません" in answer.text


def test_a_database_that_fails_is_503_and_the_page_still_renders(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.GENERAL)
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE login_session RENAME TO moved_away"))
    answer = browser.get("/menu")
    assert answer.status_code == 503
    assert_says(answer.text, 503)


def test_a_database_that_stays_busy_is_503_within_some_two_seconds(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.MEDICAL_VIEWER)
    token = browser.csrf_token()
    with nobody_else_writes(services.database):
        begun = time.monotonic()
        answer = browser.client.post("/lookup", data={**ICHIRO_TYPED, "csrf_token": token})
        assert time.monotonic() - begun < 4
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert NOT_RECORDED in answer.text
    assert browser.post("/lookup", ICHIRO_TYPED).status_code == 303


def test_the_service_recovers_without_a_restart(client_as: ClientAs, services: Services) -> None:
    browser = client_as(Role.GENERAL)
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE login_session RENAME TO moved_away"))
    assert browser.get("/menu").status_code == 503
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE moved_away RENAME TO login_session"))
    assert browser.get("/menu").status_code == 200
