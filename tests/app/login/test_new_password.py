"""Whose password was made by somebody else chooses one of their own before anything opens."""

import pytest
from flask import Flask

from app.login.chosen_password import AS_BEFORE, UNLIKE
from app.services import Services
from tests.app.browser import PASSWORD, Browser
from tests.app.login.people import CLINIC, ELSEWHERE, NEW_PASSWORD, at, enrol, is_in, must_change, told
from tests.app.moments import StoppedClock


@pytest.fixture
def first(app: Flask, services: Services) -> Browser:
    """Somebody who logged in with a password that an administrator made."""
    must_change(services, "general")
    browser = at(app, CLINIC)
    assert browser.log_in("general").location == "/login"
    return browser


def choose(browser: Browser, password: str, again: str | None = None) -> tuple[int, str]:
    both = {"new_password": password, "new_password_again": password if again is None else again}
    answer = browser.post("/login", both)
    return answer.status_code, answer.location or answer.text


def test_nothing_opens_before(first: Browser) -> None:
    assert not is_in(first)
    assert first.get("/account/password").location == "/login"
    page = first.get("/login").text
    assert "15文字以上" in page
    assert page.count('autocomplete="new-password"') == 2


def test_a_password_of_ones_own_completes_the_log_in_and_counts_from_then_on(
    app: Flask, first: Browser, services: Services
) -> None:
    assert choose(first, NEW_PASSWORD) == (303, "/menu")
    assert is_in(first)
    assert told(services) == [("log_in", "new_password"), ("password_changed", "done"), ("log_in", "complete")]
    assert at(app, CLINIC).log_in("general", PASSWORD).status_code == 401
    assert at(app, CLINIC).log_in("general", NEW_PASSWORD).location == "/menu"


def test_the_session_is_another_after_it(app: Flask, first: Browser) -> None:
    before = first.cookie()
    choose(first, NEW_PASSWORD)
    thief = Browser(app)
    thief.client.set_cookie("shikaku", before)
    assert not is_in(thief)
    assert 'name="new_password"' not in thief.get("/login").text


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("", None, "15文字以上"),
        ("fourteen-chars", None, "15文字以上"),
        (NEW_PASSWORD, NEW_PASSWORD + " ", UNLIKE),
        (PASSWORD, None, AS_BEFORE),
        ("my general password is blue", None, "ユーザID"),
        ("passwordpassword1", None, "推測されやすい"),
        ("髙" * 128 + "﨑" * 129, None, "256文字以内"),
    ],
)
def test_one_that_breaks_a_rule_is_refused_and_why_is_said(
    first: Browser, password: str, again: str | None, says: str
) -> None:
    status, page = choose(first, password, again)
    assert (status, says in page) == (422, True)
    assert not password or f'value="{password}"' not in page
    assert not is_in(first)


def test_with_a_second_factor_eight_characters_are_enough(
    strict_app: Flask, strict_services: Services, clock: StoppedClock
) -> None:
    must_change(strict_services, "general")
    browser = at(strict_app, CLINIC)
    browser.log_in("general")
    enrol(browser, clock)
    assert "8文字以上" in browser.get("/login").text
    assert choose(browser, "tk7!wqp")[0] == 422
    assert choose(browser, "tk7!wqpz") == (303, "/menu")


def test_whoever_else_logged_in_with_the_password_that_was_given_is_out(
    app: Flask, first: Browser, services: Services
) -> None:
    other = at(app, ELSEWHERE)
    assert other.log_in("general").location == "/login"
    choose(first, NEW_PASSWORD)
    assert "パスワードが変更されたため" in other.get("/login").text
    assert choose(other, "another kettle on the bridge")[1] == "/login"
    assert at(app, CLINIC).log_in("general", NEW_PASSWORD).location == "/menu"
