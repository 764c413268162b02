"""Where every account must have a second factor, the first log-in sets it up; recovery codes are shown once."""

import re
from datetime import timedelta
from typing import Final

import pytest
import segno
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.error_texts import FORM_EXPIRED
from app.second_factor.enrolment import LIFETIME
from app.second_factor.messages import ALREADY_SET
from app.second_factor.totp import enrolment_uri
from app.services import Services
from app.settings import Settings
from app.state.models import Account
from tests.app.browser import Browser
from tests.app.login.people import (
    CLINIC,
    Phone,
    at,
    enrol,
    is_in,
    must_change,
    sealed_secret,
    shown_recovery_codes,
    shown_secret,
    told,
)
from tests.app.moments import StoppedClock

_PATH: Final = re.compile(r' d="([^"]+)"')


@pytest.fixture
def first(strict_app: Flask) -> Browser:
    """Somebody whose password was right, and whose account has no second factor yet."""
    browser = at(strict_app, CLINIC)
    assert browser.log_in("general").location == "/login"
    return browser


def second_factor(services: Services) -> bytes | None:
    with services.database.session() as session:
        return session.scalars(select(Account.second_factor).where(Account.user_id == "general")).one()


def test_it_is_asked_for_unless_the_settings_say_otherwise(settings: Settings) -> None:
    environ = {"SHIKAKU_KEY_FILE": "keys.json"}
    assert Settings.from_environ(environ).require_totp
    assert not settings.require_totp


def test_nothing_opens_without_it(first: Browser) -> None:
    assert not is_in(first)
    assert first.get("/account").location == "/login"
    assert first.get("/lookup").location == "/login"


def test_the_qr_code_is_made_here_and_says_what_the_text_says(first: Browser) -> None:
    page = first.get("/login").text
    uri = enrolment_uri(shown_secret(page), "general")
    assert uri.startswith("otpauth://totp/")
    expected = segno.make(uri, error="m", micro=False).svg_inline(scale=4, dark="#000", light="#fff")
    assert _PATH.findall(expected)
    assert set(_PATH.findall(expected)) <= set(_PATH.findall(page))
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert "style=" not in svg
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_page_with_the_secret_is_stored_nowhere(first: Browser) -> None:
    answer = first.get("/login")
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown_secret(answer.text) not in first.cookie()


def test_a_first_code_sets_it_up_shows_ten_recovery_codes_and_lets_one_in(
    first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    _, answer = enrol(first, clock)
    assert answer.status_code == 200
    assert len(set(shown_recovery_codes(answer.text))) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_in(first)
    assert second_factor(strict_services) is not None
    assert told(strict_services) == [
        ("log_in", "enrolment"),
        ("second_factor_set", "done"),
        ("recovery_codes_made", "done"),
        ("log_in", "complete"),
    ]


def test_the_recovery_codes_are_not_shown_again(first: Browser, clock: StoppedClock) -> None:
    enrol(first, clock)
    for path in ("/menu", "/login", "/account", "/account/recovery-codes"):
        assert shown_recovery_codes(first.client.get(path, follow_redirects=True).text) == []


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret_that_was_scanned(
    first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    page = first.get("/login").text
    wrong = first.post("/login", {"sealed": sealed_secret(page), "code": "000000"})
    assert wrong.status_code == 422
    assert shown_secret(wrong.text) == shown_secret(page)
    assert second_factor(strict_services) is None
    phone = Phone(shown_secret(page), clock)
    assert first.post("/login", {"sealed": sealed_secret(wrong.text), "code": phone.code()}).status_code == 200


def test_a_page_that_waited_too_long_confirms_nothing_and_is_shown_again(
    first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    page = first.get("/login").text
    phone = Phone(shown_secret(page), clock)
    for _ in range(3):
        clock.advance(LIFETIME / 3)
        first.get("/login")
    answer = first.post("/login", {"sealed": sealed_secret(page), "code": phone.code()})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert second_factor(strict_services) is None


def test_a_secret_of_another_session_or_a_made_up_one_is_not_taken(
    strict_app: Flask, first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    other = at(strict_app, CLINIC)
    other.log_in("administrator")
    page = other.get("/login").text
    for sealed in (sealed_secret(page), "made up", "", "鍵"):
        answer = first.post("/login", {"sealed": sealed, "code": Phone(shown_secret(page), clock).code()})
        assert answer.location == "/login"
    assert second_factor(strict_services) is None


def test_of_two_who_know_the_password_the_second_cannot_set_up_another(
    strict_app: Flask, first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    slower = at(strict_app, "198.51.100.1")
    slower.log_in("general")
    page = slower.get("/login").text
    enrol(first, clock)
    before = second_factor(strict_services)
    answer = slower.post("/login", {"sealed": sealed_secret(page), "code": Phone(shown_secret(page), clock).code()})
    assert answer.location == "/login"
    assert second_factor(strict_services) == before
    assert not is_in(slower)


def test_the_new_password_comes_after_it(first: Browser, strict_services: Services, clock: StoppedClock) -> None:
    must_change(strict_services, "general")
    _, answer = enrol(first, clock)
    assert len(shown_recovery_codes(answer.text)) == 10
    assert not is_in(first)
    assert 'name="new_password"' in first.get("/login").text


def test_an_account_that_set_one_up_is_asked_for_it_where_none_must_have_one(
    strict_app: Flask, app: Flask, first: Browser, clock: StoppedClock
) -> None:
    phone, _ = enrol(first, clock)
    browser = at(app, CLINIC)
    assert browser.log_in("general").location == "/login"
    assert browser.post("/login", {"code": phone.next_code()}).location == "/menu"


def test_a_page_that_is_loaded_again_shows_the_secret_that_was_scanned(first: Browser, clock: StoppedClock) -> None:
    phone = Phone(shown_secret(first.get("/login").text), clock)
    clock.advance(timedelta(minutes=1))
    again = first.get("/login").text
    assert shown_secret(again) == phone.secret
    assert first.post("/login", {"sealed": sealed_secret(again), "code": phone.code()}).status_code == 200


def test_no_two_log_ins_show_the_same_secret(strict_app: Flask, first: Browser) -> None:
    again, other = at(strict_app, CLINIC), at(strict_app, CLINIC)
    again.log_in("general")
    other.log_in("administrator")
    assert len({shown_secret(browser.get("/login").text) for browser in (first, again, other)}) == 3


def test_a_wrong_code_makes_one_look_at_the_qr_code_that_is_shown(first: Browser) -> None:
    page = first.get("/login").text
    wrong = first.post("/login", {"sealed": sealed_secret(page), "code": "000000"})
    assert "この画面に今表示されているQRコードを読み取ったか" in wrong.text


def send_enrolment_twice(browser: Browser, clock: StoppedClock) -> tuple[TestResponse, TestResponse]:
    """As by a reload of the page with the recovery codes: the same form with the same CSRF token."""
    page = browser.get("/login").text
    code = Phone(shown_secret(page), clock).code()
    form = {"csrf_token": browser.csrf_token(), "sealed": sealed_secret(page), "code": code}
    return browser.client.post("/login", data=form), browser.client.post("/login", data=form)


def test_the_page_with_the_recovery_codes_says_that_it_is_shown_once_and_where_new_ones_are_made(
    first: Browser, clock: StoppedClock
) -> None:
    _, answer = enrol(first, clock)
    assert "今だけ表示されます" in answer.text
    assert "「アカウント設定」の《回復コードを作り直す》" in answer.text


def test_a_reload_of_the_recovery_codes_changes_nothing_and_leads_to_where_new_ones_are_made(
    first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    shown, again = send_enrolment_twice(first, clock)
    assert len(shown_recovery_codes(shown.text)) == 10
    assert (again.status_code, again.location) == (303, "/account")
    page = first.get("/account").text
    assert ALREADY_SET in page
    assert "回復コードを作り直す</a>" in page
    assert ALREADY_SET not in first.get("/account").text
    assert [kind for kind, _ in told(strict_services)].count("recovery_codes_made") == 1


def test_a_reload_of_the_recovery_codes_before_the_new_password_leads_to_that(
    first: Browser, strict_services: Services, clock: StoppedClock
) -> None:
    must_change(strict_services, "general")
    _, again = send_enrolment_twice(first, clock)
    assert (again.status_code, again.location) == (303, "/login")
    page = first.get("/login").text
    assert ALREADY_SET in page
    assert 'name="new_password"' in page
    assert ALREADY_SET not in first.get("/login").text


def test_a_form_of_the_present_stage_without_its_token_is_refused_as_before(first: Browser) -> None:
    answer = first.client.post("/login", data={"sealed": "a", "code": "123456"})
    assert (answer.status_code, FORM_EXPIRED.message in answer.text) == (400, True)


def test_whoever_is_not_logged_in_gets_no_answer_to_an_enrolment_that_was_sent_again(strict_app: Flask) -> None:
    answer = at(strict_app, CLINIC).client.post("/login", data={"sealed": "a", "code": "123456"})
    assert (answer.status_code, FORM_EXPIRED.message in answer.text) == (400, True)


def test_nobody_is_told_of_a_second_factor_that_the_account_does_not_have(app: Flask) -> None:
    browser = at(app, CLINIC)
    browser.log_in("general")
    assert browser.client.post("/login", data={"sealed": "a", "code": "123456"}).location == "/login"
    assert ALREADY_SET not in browser.get("/account").text
