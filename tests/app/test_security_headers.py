from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.roles import Role
from app.settings import Settings
from tests.app.browser import Browser

EVERY_ANSWER = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Vary", "Set-Cookie", "Location"}


@pytest.mark.parametrize("path", ["/", "/menu", "/lookup", "/lookup/results/unknown", "/nowhere", "/login"])
def test_the_headers_of_a_page_are_exactly_these(client_as: Callable[[Role], Browser], path: str) -> None:
    headers = dict(client_as(Role.MEDICAL_VIEWER).get(path).headers)
    assert {name: value for name, value in headers.items() if name not in ABOUT_THE_BODY} == {
        **EVERY_ANSWER,
        "Cache-Control": "no-store",
    }


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/style.css"])
def test_only_what_says_nothing_of_anyone_may_be_stored(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_behind_https_browsers_are_told_to_stay_there(make_app: Callable[..., Flask], settings: Settings) -> None:
    answer = Browser(make_app(settings=replace(settings, https=True))).get("/login")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/login", "/menu", "/lookup", "/nowhere"])
def test_no_page_needs_what_the_policy_forbids(client_as: Callable[[Role], Browser], path: str) -> None:
    page = client_as(Role.MEDICAL_VIEWER).get(path).text
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
