"""How many sessions an account may have, how they end, and what whoever had one is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts import disable_account
from app.login.ended import TEXTS
from app.login_sessions import Ended, Limits, end_all_of, end_session, find_session, start_session, touch_session
from app.services import Services
from app.settings import Settings
from app.state.models import Account, LoginSession, StoredSearch
from tests.app.browser import PASSWORD, Browser
from tests.app.conftest import services_of
from tests.app.login.people import CLINIC, ELSEWHERE, Phone, at, is_in, told, trail
from tests.app.moments import StoppedClock
from tests.app.records import ICHIRO_TYPED


def log_in(app: Flask, address: str = CLINIC, user_id: str = "medical_viewer") -> Browser:
    browser = at(app, address)
    assert browser.log_in(user_id).location == "/menu"
    return browser


def searches(services: Services) -> int:
    with services.database.session() as session:
        return len(session.scalars(select(StoredSearch.id)).all())


def account_id(services: Services, user_id: str = "medical_viewer") -> int:
    with services.database.session() as session:
        return session.scalars(select(Account.id).where(Account.user_id == user_id)).one()


def said_at_log_in(browser: Browser) -> list[Ended | str]:
    """The reasons whose text the log-in page says after the next click."""
    assert browser.get("/menu").location == "/login"
    page = browser.get("/login").text
    return [reason for reason, text in TEXTS.items() if text in page]


def test_the_newest_log_in_wins_and_the_other_is_told_once(app: Flask, services: Services) -> None:
    older = log_in(app, ELSEWHERE)
    newer = log_in(app)
    assert is_in(newer)
    assert said_at_log_in(older) == [Ended.SUPERSEDED]
    assert "別の場所で同じユーザIDのログインがあったため" in TEXTS[Ended.SUPERSEDED]
    assert "別の場所で" not in older.get("/login").text


def test_what_the_other_had_looked_up_is_erased(app: Flask, services: Services) -> None:
    older = log_in(app)
    found = older.post("/lookup", ICHIRO_TYPED).location
    assert searches(services) == 2
    log_in(app, ELSEWHERE)
    assert searches(services) == 0
    assert older.get(found).location == "/login"


def test_other_accounts_are_not_touched(app: Flask) -> None:
    other = log_in(app, user_id="administrator")
    log_in(app)
    assert is_in(other)


def test_a_password_without_its_second_factor_shuts_nobody_out(
    strict_app: Flask, enrolled: tuple[Phone, list[str]]
) -> None:
    phone, _ = enrolled
    inside = at(strict_app, CLINIC)
    inside.log_in("general")
    assert inside.post("/login", {"code": phone.next_code()}).location == "/menu"
    assert at(strict_app, ELSEWHERE).log_in("general").location == "/login"
    assert is_in(inside)


def test_a_setting_allows_more_at_a_shared_desk_and_the_oldest_ends(
    make_app: Callable[..., Flask], settings: Settings, clock: StoppedClock
) -> None:
    app = make_app(settings=replace(settings, sessions_per_account=2))
    browsers = []
    for number in range(4):
        clock.advance(timedelta(seconds=1))
        browsers.append(log_in(app, f"192.0.2.{number}"))
    assert [is_in(browser) for browser in browsers] == [False, False, True, True]


def test_a_session_that_is_over_takes_nobodys_place(
    make_app: Callable[..., Flask], settings: Settings, clock: StoppedClock
) -> None:
    app = make_app(settings=replace(settings, sessions_per_account=2))
    idle, busy = log_in(app, "192.0.2.1"), log_in(app, "192.0.2.2")
    for _ in range(2):
        clock.advance(settings.idle_limit / 2)
        assert is_in(busy)
    log_in(app, "192.0.2.3")
    assert is_in(busy)
    assert not is_in(idle)


@pytest.mark.parametrize("because", list(Ended))
def test_every_reason_has_words_of_its_own(app: Flask, services: Services, clock: StoppedClock, because: Ended) -> None:
    browser = log_in(app)
    with services.database.session() as session:
        assert end_all_of(session, account_id(services), clock.now(), because) == 1
    assert said_at_log_in(browser) == [because]
    assert "行われていません" in TEXTS[because]


def test_whoever_comes_straight_to_the_log_in_page_is_told_too(app: Flask) -> None:
    older = log_in(app)
    log_in(app, ELSEWHERE)
    assert TEXTS[Ended.SUPERSEDED] in older.get("/login").text


def test_whose_account_was_disabled_is_told(app: Flask, services: Services, clock: StoppedClock) -> None:
    browser = log_in(app)
    with services.database.session() as session:
        disable_account(session, "medical_viewer", clock.now())
    assert said_at_log_in(browser) == [Ended.DISABLED]


def test_a_search_sent_after_the_end_is_not_made(app: Flask, services: Services) -> None:
    older = log_in(app)
    token = older.csrf_token()
    log_in(app, ELSEWHERE)
    answer = older.client.post("/lookup", data={**ICHIRO_TYPED, "csrf_token": token})
    assert answer.location == "/login"
    assert not [kind for kind, _ in told(services) if kind == "look_up"]


def test_an_ended_session_is_remembered_as_long_as_a_session_may_last(
    app: Flask, services: Services, settings: Settings, clock: StoppedClock, browser: Browser
) -> None:
    def kept() -> int:
        browser.get("/readyz")
        with services.database.session() as session:
            return len(session.scalars(select(LoginSession.id)).all())

    log_in(app)
    with services.database.session() as session:
        end_all_of(session, account_id(services), clock.now(), Ended.BY_ADMINISTRATOR)
    clock.advance(settings.absolute_limit - timedelta(minutes=1))
    assert kept() == 1
    clock.advance(timedelta(minutes=1))
    assert kept() == 0


def test_every_log_in_and_log_out_is_in_the_audit_trail(app: Flask, services: Services) -> None:
    browser = log_in(app)
    browser.post("/logout")
    found = [(event.kind, event.outcome, event.user_id, event.address, event.subject) for event in trail(services)]
    assert found == [
        ("log_in", "complete", "medical_viewer", CLINIC, "account:medical_viewer"),
        ("log_out", "done", "medical_viewer", CLINIC, "account:medical_viewer"),
    ]


def test_of_an_unknown_name_the_trail_keeps_only_a_hash(app: Flask, services: Services) -> None:
    at(app, CLINIC).log_in("canary-typed-password", "wrong")
    (event,) = trail(services)
    assert (event.outcome, event.user_id, event.subject, event.account_id) == ("unknown_user", "", "", None)
    assert "user_id_hash" in event.details
    assert "canary" not in str(vars(event))


def test_without_the_audit_trail_nobody_logs_in(app: Flask, services: Services) -> None:
    browser = at(app, CLINIC)
    token = browser.csrf_token()
    with services.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event RENAME TO moved_away"))
    sent = {"csrf_token": token, "user_id": "medical_viewer", "password": PASSWORD}
    assert browser.client.post("/login", data=sent).status_code == 503
    assert not is_in(browser)


def test_of_log_ins_tried_too_often_one_a_minute_is_recorded(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    app = make_app(settings=replace(settings, log_ins_per_minute=1))
    browsers = [at(app, address) for address in (CLINIC, ELSEWHERE)]
    for browser in browsers:
        assert [browser.log_in("general", "wrong").status_code for _ in range(5)] == [401, 429, 429, 429, 429]
    assert told(services_of(app)) == [("log_in_refused", "wrong_password"), ("log_in_refused", "too_often")] * 2


def test_a_session_that_ends_while_a_request_notes_its_use_is_no_error(services: Services, clock: StoppedClock) -> None:
    limits = Limits(timedelta(minutes=30), timedelta(hours=12))
    with services.database.session() as session:
        token = start_session(session, account_id(services), clock.now())
    clock.advance(timedelta(minutes=1))
    with services.database.session() as request:
        found = find_session(request, token, clock.now(), limits)
        assert found
        with services.database.session() as log_out:
            end_session(log_out, token)
        touch_session(request, found, clock.now())
    with services.database.session() as session:
        assert session.scalars(select(LoginSession.id)).all() == []
