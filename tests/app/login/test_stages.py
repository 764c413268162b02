"""Until it is complete, a log-in opens the page of its stage and the way out, whatever the role."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.access import RULES, STAGE_PAGES, Decision, decide
from app.log_in_stages import Stage, after_password, after_second_factor
from app.roles import Role
from app.services import Services
from tests.app.browser import Browser
from tests.app.login.people import CLINIC, Phone, at, must_change, told

UNFINISHED = [stage for stage in Stage if stage is not Stage.COMPLETE]


@given(st.booleans(), st.booleans(), st.booleans())
def test_the_second_factor_comes_first_then_the_new_password(has: bool, must_have: bool, must_change: bool) -> None:
    stage = after_password(has_second_factor=has, must_have_one=must_have, must_change_password=must_change)
    passed = [stage]
    if stage in {Stage.SECOND_FACTOR, Stage.ENROLMENT}:
        passed.append(after_second_factor(must_change_password=must_change))
    assert (Stage.SECOND_FACTOR in passed) == has
    assert (Stage.ENROLMENT in passed) == (must_have and not has)
    assert (passed[-1] is Stage.NEW_PASSWORD) == must_change
    assert (passed[-1] is Stage.COMPLETE) != must_change


@pytest.mark.parametrize("stage", UNFINISHED)
@pytest.mark.parametrize("role", list(Role))
def test_an_unfinished_log_in_opens_nothing_but_its_page_and_the_way_out(stage: Stage, role: Role) -> None:
    opened = {
        endpoint
        for endpoint, rule in RULES.items()
        for method in rule.methods
        if not rule.public and decide(rule, method, role, window_open=True, stage=stage) is not Decision.STAGE
    }
    assert opened == {"login.log_out"}
    assert RULES[STAGE_PAGES[stage]].public


@pytest.mark.parametrize("path", ["/menu", "/", "/lookup", "/account", "/operator/", "/accounts"])
def test_every_page_leads_to_the_page_of_the_stage(strict_app: Flask, path: str) -> None:
    browser = at(strict_app, CLINIC)
    browser.log_in("administrator")
    answer = browser.get(path)
    assert (answer.status_code, answer.location) == (303, "/login")
    assert 'name="sealed"' in browser.get("/login").text


def test_the_header_names_the_account_and_shows_only_the_way_out(strict_app: Flask) -> None:
    browser = at(strict_app, CLINIC)
    browser.log_in("administrator")
    page = browser.get("/login").text
    assert "administrator（管理アカウント）" in page
    assert "ログアウト" in page
    assert 'href="/account"' not in page


def test_what_was_typed_on_the_page_of_another_stage_leads_to_the_present_one_and_counts_nothing(
    strict_app: Flask, strict_services: Services, enrolled: tuple[Phone, list[str]]
) -> None:
    browser = at(strict_app, CLINIC)
    browser.log_in("general")
    before = len(told(strict_services))
    for typed in ({"user_id": "general", "password": "wrong"}, {"new_password": "a"}, {"sealed": "a"}, {}):
        answer = browser.post("/login", typed)
        assert (answer.status_code, answer.location) == (303, "/login")
    assert len(told(strict_services)) == before


@pytest.mark.parametrize("typed", [{"code": "123456"}, {"new_password": "a"}, {"sealed": "a", "code": "1"}])
def test_what_was_typed_on_the_page_of_a_stage_that_is_over_is_no_log_in(
    browser: Browser, services: Services, typed: dict[str, str]
) -> None:
    answer = browser.post("/login", typed)
    assert (answer.status_code, answer.location) == (303, "/login")
    assert told(services) == []


def test_one_can_leave_at_any_stage_and_begin_anew(app: Flask, services: Services) -> None:
    must_change(services, "general")
    browser = at(app, CLINIC)
    browser.log_in("general")
    assert browser.post("/logout").location == "/login"
    assert 'name="user_id"' in browser.get("/login").text
    assert told(services)[-1] == ("log_out", "done")
