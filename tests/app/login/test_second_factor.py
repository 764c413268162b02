"""The code after the password: each once, from a clock that may be half a minute off; or a recovery code, once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.login_sessions import SECOND_FACTOR_WITHIN
from app.services import Services
from app.state.models import Account, RecoveryCode
from tests.app.browser import Browser
from tests.app.login.people import CLINIC, ELSEWHERE, Phone, at, enrol, is_in, told, trail
from tests.app.moments import StoppedClock

Enrolled = tuple[Phone, list[str]]


@pytest.fixture
def asked(strict_app: Flask, enrolled: Enrolled) -> Browser:
    """Somebody whose password was right, and who is asked for the code."""
    return ask(strict_app)


def ask(app: Flask, address: str = CLINIC) -> Browser:
    browser = at(app, address)
    assert browser.log_in("general").location == "/login"
    return browser


def type_code(browser: Browser, code: str) -> tuple[int, str | None]:
    answer = browser.post("/login", {"code": code})
    return answer.status_code, answer.location


LET_IN = (303, "/menu")
REFUSED = (401, None)


def test_the_password_alone_opens_nothing(asked: Browser) -> None:
    assert not is_in(asked)
    page = asked.get("/login").text
    assert "確認コード" in page
    assert 'autocomplete="one-time-code"' in page


def test_the_code_completes_the_log_in(asked: Browser, enrolled: Enrolled) -> None:
    assert type_code(asked, enrolled[0].next_code()) == LET_IN
    assert is_in(asked)


def test_the_session_is_another_after_the_code(asked: Browser, enrolled: Enrolled, strict_app: Flask) -> None:
    before = asked.cookie()
    type_code(asked, enrolled[0].next_code())
    thief = Browser(strict_app)
    thief.client.set_cookie("shikaku", before)
    assert not is_in(thief)
    assert "ログイン" in thief.get("/login").text
    assert "確認コード" not in thief.get("/login").text


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "abcdef", "１２３", "AAAA-BBBB-CCCC", "確認"])
def test_anything_else_does_not(asked: Browser, wrong: str) -> None:
    assert type_code(asked, wrong) == REFUSED
    assert not is_in(asked)


def test_full_width_digits_and_white_space_are_accepted(asked: Browser, enrolled: Enrolled) -> None:
    code = enrolled[0].next_code()
    wide = code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert type_code(asked, f" {wide[:3]}　{wide[3:]} ") == LET_IN


@pytest.mark.parametrize(("seconds_off", "answer"), [(-60, REFUSED), (-30, LET_IN), (30, LET_IN), (60, REFUSED)])
def test_a_telephones_clock_may_be_one_step_off(
    asked: Browser, enrolled: Enrolled, clock: StoppedClock, seconds_off: int, answer: tuple[int, str | None]
) -> None:
    phone, _ = enrolled
    clock.advance(timedelta(minutes=5))
    phone.seconds_off = seconds_off
    assert type_code(asked, phone.code()) == answer


def test_a_code_counts_once(strict_app: Flask, asked: Browser, enrolled: Enrolled) -> None:
    code = enrolled[0].next_code()
    assert type_code(asked, code) == LET_IN
    assert type_code(ask(strict_app, ELSEWHERE), code) == REFUSED


def test_the_code_that_confirmed_the_enrolment_is_used_up(asked: Browser, enrolled: Enrolled) -> None:
    assert type_code(asked, enrolled[0].code()) == REFUSED


def test_a_code_older_than_the_one_used_last_does_not_count(
    strict_app: Flask, asked: Browser, enrolled: Enrolled, clock: StoppedClock
) -> None:
    phone, _ = enrolled
    older = phone.next_code()
    assert type_code(asked, phone.next_code()) == LET_IN
    assert type_code(ask(strict_app, ELSEWHERE), older) == REFUSED


def test_of_two_who_type_a_code_at_the_same_moment_one_is_let_in(
    strict_app: Flask, strict_services: Services, enrolled: Enrolled
) -> None:
    browsers = [ask(strict_app, f"192.0.2.{number}") for number in range(4)]
    code = enrolled[0].next_code()
    tokens = [browser.csrf_token() for browser in browsers]
    barrier, answers = threading.Barrier(len(browsers)), []

    def type_it(browser: Browser, token: str) -> None:
        barrier.wait()
        answers.append(browser.client.post("/login", data={"csrf_token": token, "code": code}).status_code)

    threads = [threading.Thread(target=type_it, args=both) for both in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 401, 401, 401]
    assert told(strict_services).count(("log_in", "complete")) == 2  # one of them at the enrolment


def test_wrong_codes_lock_like_wrong_passwords(
    strict_app: Flask, asked: Browser, enrolled: Enrolled, clock: StoppedClock
) -> None:
    phone, _ = enrolled
    assert [type_code(asked, "000000") for _ in range(5)] == [REFUSED] * 5
    code = phone.next_code()
    assert type_code(asked, code) == REFUSED
    clock.advance(timedelta(seconds=30))
    assert type_code(asked, phone.code()) == LET_IN


def test_the_password_typed_again_buys_no_more_guesses(strict_app: Flask, enrolled: Enrolled) -> None:
    browser = ask(strict_app)
    for _ in range(4):
        type_code(browser, "000000")
    browser.post("/logout")
    browser = ask(strict_app)
    type_code(browser, "000000")
    browser.post("/logout")
    assert browser.log_in("general").status_code == 401


def test_a_code_that_was_used_and_a_wrong_one_and_a_locked_one_are_answered_alike(
    asked: Browser, enrolled: Enrolled
) -> None:
    pages = {
        asked.post("/login", {"code": code}).text.partition("csrf_token")[0]
        for code in [enrolled[0].code(), *["1"] * 6]
    }
    assert len(pages) == 1


def test_after_ten_minutes_one_begins_anew(asked: Browser, enrolled: Enrolled, clock: StoppedClock) -> None:
    clock.advance(SECOND_FACTOR_WITHIN - timedelta(seconds=30))
    assert "確認コード" in asked.get("/login").text
    clock.advance(timedelta(seconds=30))
    answer = asked.client.post("/login", data={"csrf_token": asked.csrf_token(), "code": enrolled[0].code()})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert 'name="password"' in asked.get("/login").text


def test_a_recovery_code_stands_in_once_and_one_is_told_how_many_are_left(
    strict_app: Flask, strict_services: Services, asked: Browser, enrolled: Enrolled
) -> None:
    _, codes = enrolled
    answer = asked.post("/login", {"code": codes[3]})
    assert (answer.status_code, "残り9個" in answer.text) == (200, True)
    assert is_in(asked)
    assert ("recovery_code_used", "done") in told(strict_services)
    assert type_code(ask(strict_app, ELSEWHERE), codes[3]) == REFUSED
    assert "残り8個" in ask(strict_app, ELSEWHERE).post("/login", {"code": codes[4]}).text


def test_a_recovery_code_may_be_typed_in_any_width_and_case_and_without_hyphens(
    asked: Browser, enrolled: Enrolled
) -> None:
    typed = enrolled[1][0].lower().replace("-", "　").replace("a", "ａ")
    assert asked.post("/login", {"code": typed}).status_code == 200


def test_another_accounts_recovery_code_is_worth_nothing(
    strict_app: Flask, enrolled: Enrolled, clock: StoppedClock
) -> None:
    other = at(strict_app, CLINIC)
    other.log_in("administrator")
    enrol(other, clock)
    other.post("/logout")
    other.log_in("administrator")
    assert type_code(other, enrolled[1][0]) == REFUSED


def test_neither_secret_nor_codes_are_in_the_database_as_they_are(
    strict_services: Services, enrolled: Enrolled
) -> None:
    phone, codes = enrolled
    with strict_services.database.session() as session:
        sealed = session.scalars(select(Account.second_factor).where(Account.user_id == "general")).one()
        hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert sealed is not None
    assert phone.secret.encode() not in sealed
    assert strict_services.second_factors.open(sealed).decode() == phone.secret
    assert len(hashes) == 10
    assert not {code.replace("-", "") for code in codes} & set(hashes)


def test_refusals_name_their_reason_in_the_audit_trail(strict_services: Services, asked: Browser) -> None:
    for _ in range(6):
        type_code(asked, "000000")
    refusals = [event for event in trail(strict_services) if event.kind == "log_in_refused"]
    assert [event.outcome for event in refusals] == [*["wrong_code"] * 5, "locked"]
    assert {(event.user_id, event.address, event.subject) for event in refusals} == {
        ("general", CLINIC, "account:general")
    }


def test_a_reload_after_a_recovery_code_leads_on_and_uses_no_other(
    strict_app: Flask, strict_services: Services, enrolled: tuple[Phone, list[str]]
) -> None:
    browser = at(strict_app, CLINIC)
    browser.log_in("general")
    form = {"csrf_token": browser.csrf_token(), "code": enrolled[1][0]}
    assert browser.client.post("/login", data=form).status_code == 200
    before = told(strict_services)
    again = browser.client.post("/login", data=form)
    assert (again.status_code, again.location) == (303, "/login")
    assert browser.get("/login").location == "/menu"
    assert told(strict_services) == before
