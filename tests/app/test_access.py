"""The access table against every route, role and window, through HTTP.

What is expected is written out here by group of pages; the routes themselves come from the application.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule as Route

from app.access import RULES, Decision, Rule, decide
from app.roles import Role
from app.windows import close_all_windows
from tests.app.browser import PASSWORD, Browser
from tests.app.conftest import services_of
from tests.app.moments import StoppedClock

REACHED = "the view was reached"
ROLES: tuple[Role | None, ...] = (*Role, None)

PUBLIC = {"static", "health.alive", "health.ready", "login.page", "login.log_in"}
OWN_ACCOUNT = {endpoint for endpoint in RULES if endpoint.startswith("own_account.")}
FOR_ALL_ACCOUNTS = {"login.log_out", "menu.root", "menu.page"} | OWN_ACCOUNT
LOOK_UP = {endpoint for endpoint in RULES if endpoint.startswith("lookup.")}
NOTICES = {endpoint for endpoint in RULES if endpoint.startswith("notices.")}
ACCOUNTS = {endpoint for endpoint in RULES if endpoint.startswith("accounts.")}
CONSOLE = {endpoint for endpoint in RULES if endpoint.startswith("operator.")}

LOOK_UP_ANSWERS = {
    (Role.MEDICAL_VIEWER, True): REACHED,
    (Role.ADMINISTRATOR, True): REACHED,
    (Role.GENERAL, True): "ログインし直してください",
    (Role.MEDICAL_VIEWER, False): "現在、この機能は利用できません",
    (Role.ADMINISTRATOR, False): "現在、この機能は利用できません",
    (Role.GENERAL, False): "現在、この機能は利用できません",
    (Role.OTHER, True): "ページが見つかりません",
    (Role.OTHER, False): "ページが見つかりません",
    (Role.OPERATOR, True): "ページが見つかりません",
    (Role.OPERATOR, False): "ページが見つかりません",
}
STATUSES = {
    REACHED: 200,
    "ログインし直してください": 403,
    "現在、この機能は利用できません": 403,
    "ページが見つかりません": 404,
}


@pytest.fixture
def probed(app: Flask) -> Flask:
    """The service without its CSRF check, which has its own tests, so that every POST comes to the guard alone."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def log_in_then_probe(app: Flask, role: Role | None) -> Browser:
    """Log in, then put in place of every view one that only says it was reached."""
    browser = Browser(app)
    if role:
        logged_in = browser.client.post("/login", data={"user_id": role.value, "password": PASSWORD})
        assert logged_in.location == "/menu"
    app.view_functions.update(dict.fromkeys(app.view_functions, lambda **_: REACHED))
    return browser


def routes(app: Flask) -> list[Route]:
    return list(app.url_map.iter_rules())


def path_of(app: Flask, route: Route) -> str:
    return app.url_map.bind("localhost").build(route.endpoint, dict.fromkeys(route.arguments, "1"))


def requests_of(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and path of everything that the application routes."""
    return [
        (route.endpoint, method, path_of(app, route))
        for route in routes(app)
        for method in sorted((route.methods or set()) - {"OPTIONS"})
    ]


def test_every_route_is_in_the_table_with_its_methods(app: Flask) -> None:
    routed = {route.endpoint: (route.methods or set()) - {"OPTIONS"} for route in routes(app)}
    assert routed == {endpoint: set(rule.methods) for endpoint, rule in RULES.items()}


def test_every_route_belongs_to_a_group_of_these_tests() -> None:
    assert set(RULES) == PUBLIC | FOR_ALL_ACCOUNTS | LOOK_UP | NOTICES | ACCOUNTS | CONSOLE
    assert len(LOOK_UP) >= 4


@pytest.mark.parametrize("role", ROLES)
def test_public_pages_are_for_everyone(probed: Flask, role: Role | None) -> None:
    browser = log_in_then_probe(probed, role)
    for endpoint, method, path in requests_of(probed):
        if endpoint in PUBLIC:
            answer = browser.client.open(path, method=method)
            assert (answer.status_code, answer.text) == (200, "" if method == "HEAD" else REACHED), endpoint


def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page_from_everywhere_else(probed: Flask) -> None:
    browser = log_in_then_probe(probed, None)
    for endpoint, method, path in requests_of(probed):
        if endpoint not in PUBLIC:
            answer = browser.client.open(path, method=method)
            assert (answer.status_code, answer.location) == (303, "/login"), endpoint


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_and_the_way_out_are_for_every_account(probed: Flask, role: Role) -> None:
    browser = log_in_then_probe(probed, role)
    for endpoint, method, path in requests_of(probed):
        if endpoint in FOR_ALL_ACCOUNTS:
            assert browser.client.open(path, method=method).status_code == 200, endpoint


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("window_open", [True, False])
def test_notices_are_for_the_roles_that_see_the_look_up_whether_or_not_a_window_is_open(
    probed: Flask, clock: StoppedClock, role: Role, *, window_open: bool
) -> None:
    if not window_open:
        clock.advance(timedelta(days=40))
    browser = log_in_then_probe(probed, role)
    expected = 200 if role in {Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.GENERAL} else 404
    for endpoint, method, path in requests_of(probed):
        if endpoint in NOTICES:
            assert browser.client.open(path, method=method).status_code == expected, (endpoint, method)


@pytest.mark.parametrize(("role", "window_open"), list(LOOK_UP_ANSWERS))
def test_the_look_up_is_for_permitted_roles_while_a_window_is_open(
    probed: Flask, clock: StoppedClock, role: Role, *, window_open: bool
) -> None:
    if not window_open:
        clock.advance(timedelta(days=40))
    browser = log_in_then_probe(probed, role)
    for endpoint, method, path in requests_of(probed):
        if endpoint in LOOK_UP:
            said = LOOK_UP_ANSWERS[role, window_open]
            answer = browser.client.open(path, method=method)
            assert answer.status_code == STATUSES[said], (endpoint, method)
            assert method == "HEAD" or said in answer.text, (endpoint, method)


@pytest.mark.parametrize("role", list(Role))
def test_accounts_are_managed_by_administrators_alone(probed: Flask, role: Role) -> None:
    browser = log_in_then_probe(probed, role)
    status = 200 if role is Role.ADMINISTRATOR else 404
    for endpoint, method, path in requests_of(probed):
        if endpoint in ACCOUNTS:
            assert browser.client.open(path, method=method).status_code == status, (endpoint, method)


@pytest.mark.parametrize("role", list(Role))
def test_the_console_is_for_operators_alone(probed: Flask, role: Role) -> None:
    browser = log_in_then_probe(probed, role)
    status = 200 if role is Role.OPERATOR else 404
    for endpoint, method, path in requests_of(probed):
        if endpoint in CONSOLE:
            assert browser.client.open(path, method=method).status_code == status, (endpoint, method)


def test_an_endpoint_that_is_not_in_the_table_is_denied(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.add_url_rule("/forgotten", "forgotten", lambda: REACHED)
    browser = Browser(app)
    assert browser.log_in("administrator").status_code == 303
    answer = browser.get("/forgotten")
    assert (answer.status_code, REACHED in answer.text) == (404, False)


def test_a_method_that_is_not_in_the_table_is_denied(app: Flask) -> None:
    answer = Browser(app).client.options("/static/style.css")
    assert answer.status_code == 404


@given(
    endpoint=st.sampled_from(["nowhere", *RULES]),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    role=st.sampled_from(ROLES),
    window_open=st.booleans(),
)
def test_only_what_a_rule_names_is_ever_allowed(
    endpoint: str, method: str, role: Role | None, *, window_open: bool
) -> None:
    rule = RULES.get(endpoint)
    allowed = decide(rule, method, role, window_open=window_open) is Decision.ALLOW
    assert allowed == (
        rule is not None
        and method in rule.methods
        and (rule.public or role in rule.roles)
        and (window_open or not rule.needs_window)
    )


def test_a_rule_that_names_nobody_allows_nobody() -> None:
    rule = Rule(methods=frozenset({"GET"}))
    decisions = {decide(rule, "GET", role, window_open=True) for role in ROLES}
    assert decisions == {Decision.NOT_FOUND, Decision.LOGIN}


def test_closing_the_window_takes_effect_on_the_next_request(
    client_as: Callable[[Role], Browser], app: Flask, clock: StoppedClock
) -> None:
    browser = client_as(Role.MEDICAL_VIEWER)
    assert browser.get("/lookup").status_code == 200
    with services_of(app).database.session() as session:
        close_all_windows(session, clock.now())
    assert browser.get("/lookup").status_code == 403
    assert "/lookup" not in browser.get("/menu").text
