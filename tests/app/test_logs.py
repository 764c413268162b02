import json
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app import logs
from app.exception_log import describe
from app.settings import Settings
from tests.app.browser import PASSWORD, Browser
from tests.app.fake_engine import BrokenEngine
from tests.app.records import ICHIRO_TYPED

CANARIES = ("新橋一郎", "新橋　一郎", "ｼﾝﾊﾞｼ", "港区", "canary", "1984-04-01", PASSWORD)

Lines = list[dict[str, object]]


@pytest.fixture
def make_browser(make_app: Callable[..., Flask], settings: Settings) -> Callable[..., Browser]:
    """A browser on a service that logs all it can."""

    def make(**parts: object) -> Browser:
        return Browser(make_app(**{"settings": replace(settings, log_level="debug"), **parts}))

    return make


def lines_of(capture: pytest.CaptureFixture[str]) -> tuple[str, Lines]:
    written = capture.readouterr().err
    return written, [json.loads(line) for line in written.splitlines()]


def test_each_request_leaves_one_line(make_browser: Callable[..., Browser], capsys: pytest.CaptureFixture[str]) -> None:
    browser = make_browser()
    browser.log_in("administrator")
    capsys.readouterr()
    browser.get("/menu")
    _, (line,) = lines_of(capsys)
    assert {name: line[name] for name in ("event", "level", "method", "endpoint", "status")} == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "endpoint": "menu.page",
        "status": 200,
    }
    assert line["institution"] == "1312345678"
    assert isinstance(line["account"], int)
    assert isinstance(line["duration_ms"], float)
    assert str(line["timestamp"]).endswith("Z")


def test_a_request_of_nobody_names_nobody(
    make_browser: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    make_browser().get("/login")
    _, (line,) = lines_of(capsys)
    assert (line["account"], line["institution"]) == (None, None)


def test_nothing_of_a_patient_a_handle_or_a_password_is_logged_at_debug(
    make_browser: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = make_browser()
    browser.log_in("medical_viewer", "canary-wrong-password")
    browser.log_in("medical_viewer")
    browser.post("/lookup", {**ICHIRO_TYPED, "sex": "canary"})
    found = browser.post("/lookup", ICHIRO_TYPED)
    handle = found.location.rpartition("/")[2]
    assert "新橋" in browser.get(found.location).text
    browser.get("/lookup/results/canary?canary=canary")
    browser.post("/lookup", {"action": "next", "search": "canary"})
    cookie = browser.cookie()
    browser.post("/logout")
    written, lines = lines_of(capsys)
    assert len(lines) > 8
    assert not [canary for canary in (*CANARIES, handle, "medical_viewer") if canary in written]
    assert len(cookie) > 100
    assert cookie not in written


def test_an_exception_is_logged_by_type_and_place_without_its_text(
    make_browser: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = make_browser(engine=BrokenEngine())
    browser.log_in("medical_viewer")
    capsys.readouterr()
    assert browser.post("/lookup", ICHIRO_TYPED).status_code == 500
    written, lines = lines_of(capsys)
    (error,) = [line for line in lines if line["event"] == "unexpected_error"]
    described = error["exception"][0]  # type: ignore[index]
    assert described["type"] == "builtins.RuntimeError"
    assert described["frames"][-1].startswith("tests.app.fake_engine:")
    assert described["frames"][-1].endswith(" search")
    assert not [canary for canary in CANARIES if canary in written]


def test_an_exception_that_a_library_logs_loses_its_text_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    try:
        int("canary")
    except ValueError:
        logging.getLogger("library").exception("something failed")
    written, (line,) = lines_of(capsys)
    assert "canary" not in written
    assert line["event"] == "something failed"
    assert line["exception"][0]["type"] == "builtins.ValueError"  # type: ignore[index]


def test_libraries_say_nothing_below_a_warning_even_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    for library in ("sqlalchemy.engine", "opensearch", "urllib3", "flask_wtf.csrf", "a library of tomorrow"):
        logging.getLogger(library).info("canary")
    assert capsys.readouterr().err == ""


def test_the_causes_of_an_error_are_described_and_end_somewhere() -> None:
    inner = ValueError("canary")
    inner.__cause__ = inner
    described = describe(inner)
    assert {part["type"] for part in described} == {"builtins.ValueError"}
    assert len(described) == 5
