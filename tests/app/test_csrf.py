"""Every address that takes a POST wants the token of the session's own pages. The application names the addresses."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter
from werkzeug.routing import Rule as Route

from app.access import RULES
from app.error_texts import FORM_EXPIRED
from app.roles import Role
from tests.app.browser import PASSWORD, Browser

ClientAs = Callable[[Role], Browser]


def posts_of(app: Flask, role: Role) -> Iterator[tuple[str, str]]:
    """Endpoint and path of everything that the role may send a form to, and anybody may."""
    for route in app.url_map.iter_rules():
        rule = RULES[route.endpoint]
        if "POST" in (route.methods or set()) and (rule.public or role in rule.roles):
            yield route.endpoint, path_of(app, route)


def path_of(app: Flask, route: Route) -> str:
    converters = route._converters
    values = {name: 1 if isinstance(converters[name], IntegerConverter) else "a-handle" for name in route.arguments}
    return app.url_map.bind("localhost").build(route.endpoint, values)


def test_every_address_that_takes_a_post_is_tried_here(app: Flask) -> None:
    tried = {endpoint for role in Role for endpoint, _ in posts_of(app, role)}
    assert tried == {endpoint for endpoint, rule in RULES.items() if "POST" in rule.methods}
    assert {"login.log_in", "login.log_out", "lookup.submit"} <= tried


@pytest.mark.parametrize("role", list(Role))
def test_a_post_without_a_token_is_refused(client_as: ClientAs, app: Flask, role: Role) -> None:
    browser = client_as(role)
    for endpoint, path in posts_of(app, role):
        answer = browser.client.post(path, data={"user_id": "administrator", "password": PASSWORD})
        assert (answer.status_code, FORM_EXPIRED.message in answer.text) == (400, True), endpoint
    assert role.label in browser.get("/account").text


@pytest.mark.parametrize("role", list(Role))
def test_a_post_with_the_token_of_another_session_is_refused(client_as: ClientAs, app: Flask, role: Role) -> None:
    token, browser = Browser(app).csrf_token(), client_as(role)
    for endpoint, path in posts_of(app, role):
        answer = browser.client.post(path, data={"csrf_token": token})
        assert (answer.status_code, FORM_EXPIRED.message in answer.text) == (400, True), endpoint


def test_the_refusal_says_that_nothing_was_done_and_what_to_do(browser: Browser) -> None:
    page = browser.client.post("/login", data={"user_id": "administrator", "password": PASSWORD}).text
    assert "操作は行われていません" in page
    assert "再読み込み" in page
    assert 'href="/login"' in page


def test_a_log_in_cannot_be_forced_from_another_site(browser: Browser) -> None:
    answer = browser.client.post("/login", data={"user_id": "general", "password": PASSWORD})
    assert answer.status_code == 400
    assert browser.get("/menu").location == "/login"
