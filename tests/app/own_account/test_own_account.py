"""[アカウント設定]: password, second factor, recovery codes and sessions of the account one is logged in with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.login.ended import TEXTS
from app.login_sessions import Ended
from app.own_account.views import REFUSAL
from app.roles import Role
from app.second_factor.messages import ALREADY_SET
from app.services import Services
from app.settings import Settings
from app.state.models import Account, StoredSearch
from tests.app.browser import PASSWORD, Browser
from tests.app.conftest import services_of
from tests.app.login.people import (
    CLINIC,
    ELSEWHERE,
    NEW_PASSWORD,
    Phone,
    at,
    is_in,
    sealed_secret,
    shown_recovery_codes,
    shown_secret,
    told,
)
from tests.app.moments import StoppedClock
from tests.app.records import ICHIRO_TYPED

CHANGED = {"password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}


@pytest.fixture
def shared_app(make_app: Callable[..., Flask], settings: Settings) -> Flask:
    """The service where an account may be at three places at once."""
    return make_app(settings=replace(settings, sessions_per_account=3))


@pytest.fixture
def shared_services(shared_app: Flask) -> Services:
    return services_of(shared_app)


def log_in(app: Flask, address: str = CLINIC, user_id: str = "medical_viewer") -> Browser:
    browser = at(app, address)
    assert browser.log_in(user_id).location == "/menu"
    return browser


def set_up(browser: Browser, clock: StoppedClock) -> tuple[Phone, list[str]]:
    page = browser.post("/account/second-factor", {"password": PASSWORD}).text
    phone = Phone(shown_secret(page), clock)
    done = browser.post("/account/second-factor", {"sealed": sealed_secret(page), "code": phone.code()})
    assert done.status_code == 200
    return phone, shown_recovery_codes(done.text)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_it_and_the_header_leads_there(client_as: Callable[[Role], Browser], role: Role) -> None:
    browser = client_as(role)
    assert 'href="/account"' in browser.client.get("/menu", follow_redirects=True).text
    for path in ("/account", "/account/password", "/account/second-factor"):
        assert browser.get(path).status_code == 200


def test_a_new_password_counts_from_then_on_and_the_old_one_does_not(app: Flask, services: Services) -> None:
    browser = log_in(app)
    answer = browser.post("/account/password", CHANGED)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "パスワードを変更しました" in browser.get("/account").text
    assert "パスワードを変更しました" not in browser.get("/account").text
    assert ("password_changed", "done") in told(services)
    browser.post("/logout")
    assert browser.log_in("medical_viewer").status_code == 401
    assert browser.log_in("medical_viewer", NEW_PASSWORD).location == "/menu"


def test_the_session_goes_on_under_a_new_token_with_its_searches_and_all_others_end(
    shared_app: Flask, shared_services: Services
) -> None:
    other, browser = log_in(shared_app, ELSEWHERE), log_in(shared_app)
    found = browser.post("/lookup", ICHIRO_TYPED).location
    other.post("/lookup", ICHIRO_TYPED)
    before = browser.cookie()
    browser.post("/account/password", CHANGED)
    assert browser.get(found).status_code == 200
    thief = Browser(shared_app)
    thief.client.set_cookie("shikaku", before)
    assert not is_in(thief)
    assert not is_in(other)
    assert TEXTS[Ended.PASSWORD] in other.get("/login").text
    with shared_services.database.session() as session:
        assert len(session.scalars(select(StoredSearch.id)).all()) == 2


def test_a_session_is_no_younger_for_a_new_password(app: Flask, settings: Settings, clock: StoppedClock) -> None:
    browser = log_in(app)
    for _ in range(35):
        clock.advance(timedelta(minutes=20))
        assert is_in(browser)
    browser.post("/account/password", CHANGED)
    clock.advance(timedelta(minutes=20))
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password": "wrong"}, REFUSAL),
        ({"password": ""}, REFUSAL),
        ({"new_password": "short", "new_password_again": "short"}, "15文字以上"),
        ({"new_password_again": "another one"}, "一致しません"),
        ({"new_password": PASSWORD, "new_password_again": PASSWORD}, "今のパスワードと同じです"),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused_and_why_is_said(app: Flask, typed: dict[str, str], says: str) -> None:
    browser = log_in(app)
    answer = browser.post("/account/password", {**CHANGED, **typed})
    assert (answer.status_code, says in answer.text) == (422, True)
    assert NEW_PASSWORD not in answer.text
    assert log_in(app, ELSEWHERE)


def test_the_present_password_cannot_be_guessed_here_either(
    app: Flask, services: Services, clock: StoppedClock
) -> None:
    browser = log_in(app)
    for _ in range(5):
        assert browser.post("/account/password", {**CHANGED, "password": "wrong"}).status_code == 422
    assert browser.post("/account/password", CHANGED).status_code == 422
    assert told(services)[-2:] == [("log_in_refused", "wrong_password"), ("log_in_refused", "locked")]
    clock.advance(timedelta(minutes=1))
    assert browser.post("/account/password", CHANGED).status_code == 303


def test_a_second_factor_is_set_up_after_the_password_and_asked_for_from_then_on(
    app: Flask, services: Services, clock: StoppedClock
) -> None:
    browser = log_in(app)
    assert "設定されていません" in browser.get("/account").text
    phone, codes = set_up(browser, clock)
    assert len(codes) == 10
    assert told(services)[-2:] == [("second_factor_set", "done"), ("recovery_codes_made", "done")]
    assert "残り10個" in browser.get("/account").text
    browser.post("/logout")
    assert browser.log_in("medical_viewer").location == "/login"
    assert browser.post("/login", {"code": phone.next_code()}).location == "/menu"


def test_no_secret_is_shown_without_the_password(app: Flask) -> None:
    browser = log_in(app)
    assert "<svg" not in browser.get("/account/second-factor").text
    answer = browser.post("/account/second-factor", {"password": "wrong"})
    assert (answer.status_code, REFUSAL in answer.text, "<svg" in answer.text) == (422, True, False)


def test_a_wrong_first_code_changes_nothing(app: Flask, services: Services) -> None:
    browser = log_in(app)
    page = browser.post("/account/second-factor", {"password": PASSWORD}).text
    wrong = browser.post("/account/second-factor", {"sealed": sealed_secret(page), "code": "000000"})
    assert (wrong.status_code, shown_secret(wrong.text)) == (422, shown_secret(page))
    with services.database.session() as session:
        assert set(session.scalars(select(Account.second_factor))) == {None}


def test_a_reload_shows_the_same_secret_until_it_is_confirmed_and_then_another(app: Flask, clock: StoppedClock) -> None:
    browser = log_in(app)
    first, again = (shown_secret(browser.post("/account/second-factor", {"password": PASSWORD}).text) for _ in "ab")
    assert first == again
    confirmed, _ = set_up(browser, clock)
    newer, _ = set_up(browser, clock)
    assert confirmed.secret == first
    assert newer.secret != first


def test_a_reload_of_the_recovery_codes_changes_nothing_and_says_how_new_ones_are_made(
    app: Flask, services: Services, clock: StoppedClock
) -> None:
    browser = log_in(app)
    page = browser.post("/account/second-factor", {"password": PASSWORD}).text
    form = {"sealed": sealed_secret(page), "code": Phone(shown_secret(page), clock).code()}
    assert len(shown_recovery_codes(browser.post("/account/second-factor", form).text)) == 10
    before = told(services)
    answer = browser.post("/account/second-factor", form)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert ALREADY_SET in browser.get("/account").text
    assert told(services) == before


def test_a_second_factor_that_is_replaced_is_worth_nothing_any_more(app: Flask, clock: StoppedClock) -> None:
    browser = log_in(app)
    former, former_codes = set_up(browser, clock)
    clock.advance(timedelta(seconds=30))
    newer, _ = set_up(browser, clock)
    browser.post("/logout")
    browser.log_in("medical_viewer")
    clock.advance(timedelta(seconds=30))
    assert browser.post("/login", {"code": former.code()}).status_code == 401
    assert browser.post("/login", {"code": former_codes[0]}).status_code == 401
    assert browser.post("/login", {"code": newer.code()}).location == "/menu"


def test_new_recovery_codes_take_the_place_of_the_former(app: Flask, services: Services, clock: StoppedClock) -> None:
    browser = log_in(app)
    _, former = set_up(browser, clock)
    assert browser.post("/account/recovery-codes", {"password": "wrong"}).status_code == 422
    newer = shown_recovery_codes(browser.post("/account/recovery-codes", {"password": PASSWORD}).text)
    assert len(newer) == 10
    assert told(services)[-1] == ("recovery_codes_made", "done")
    browser.post("/logout")
    browser.log_in("medical_viewer")
    assert browser.post("/login", {"code": former[0]}).status_code == 401
    assert browser.post("/login", {"code": newer[0]}).status_code == 200


def test_without_a_second_factor_there_are_no_recovery_codes(app: Flask) -> None:
    browser = log_in(app)
    assert browser.get("/account/recovery-codes").status_code == 404
    assert browser.post("/account/recovery-codes", {"password": PASSWORD}).location == "/account"


def test_ones_own_sessions_are_listed_with_time_and_address_and_nobody_elses(
    shared_app: Flask, clock: StoppedClock
) -> None:
    log_in(shared_app, "203.0.113.7", "administrator")
    log_in(shared_app, ELSEWHERE)
    clock.advance(timedelta(minutes=5))
    page = log_in(shared_app).get("/account").text
    assert page.index(CLINIC) < page.index(ELSEWHERE)
    assert "2025/11/12 12:00" in page
    assert "2025/11/12 12:05" in page
    assert page.count("この端末") == 1
    assert page.count("ほかの端末</td>") == 1
    assert "203.0.113.7" not in page


def test_one_can_log_out_everywhere(shared_app: Flask, shared_services: Services) -> None:
    other, browser = log_in(shared_app, ELSEWHERE), log_in(shared_app)
    bystander = log_in(shared_app, user_id="administrator")
    other.post("/lookup", ICHIRO_TYPED)
    assert "すべての端末からログアウト" in browser.get("/account").text
    answer = browser.post("/account/log-out-everywhere")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert [is_in(one) for one in (browser, other, bystander)] == [False, False, True]
    assert TEXTS[Ended.EVERYWHERE] in other.get("/login").text
    assert told(shared_services)[-1] == ("sessions_ended", "done")
    with shared_services.database.session() as session:
        assert session.scalars(select(StoredSearch.id)).all() == []


def test_what_asks_for_the_password_is_throttled_like_a_log_in(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    browser = log_in(make_app(settings=replace(settings, log_ins_per_minute=2)))
    assert browser.post("/account/recovery-codes", {"password": "wrong"}).status_code == 422
    assert browser.post("/account/password", CHANGED).status_code == 429
