from collections.abc import Callable

import pytest
from flask import Flask

from app.access import RULES
from app.roles import Role
from tests.app.browser import PASSWORD, Browser

ENTRIES = {"login.log_in": "/login", "login.log_out": "/logout", "lookup.submit": "/lookup"}
"""Every address that takes a POST."""


def test_every_address_that_takes_a_post_is_tested_here() -> None:
    assert set(ENTRIES) == {endpoint for endpoint, rule in RULES.items() if "POST" in rule.methods}


@pytest.mark.parametrize("path", ENTRIES.values())
def test_a_post_without_a_token_is_refused(client_as: Callable[[Role], Browser], path: str) -> None:
    browser = client_as(Role.MEDICAL_VIEWER)
    answer = browser.client.post(path, data={"user_id": "administrator", "password": PASSWORD})
    assert answer.status_code == 400
    assert "操作は行われていません" in answer.text
    assert "再読み込み" in answer.text
    assert 'href="/login"' in answer.text
    assert "医療情報閲覧アカウント" in browser.get("/menu").text


@pytest.mark.parametrize("path", ENTRIES.values())
def test_a_post_with_the_token_of_another_session_is_refused(
    client_as: Callable[[Role], Browser], app: Flask, path: str
) -> None:
    token = Browser(app).csrf_token()
    answer = client_as(Role.MEDICAL_VIEWER).client.post(path, data={"csrf_token": token})
    assert answer.status_code == 400


def test_a_log_in_cannot_be_forced_from_another_site(browser: Browser) -> None:
    answer = browser.client.post("/login", data={"user_id": "general", "password": PASSWORD})
    assert answer.status_code == 400
    assert browser.get("/menu").location == "/login"
