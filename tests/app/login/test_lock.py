"""Guessing a password locks, the lock heals by time, and it never shuts out an address that is known."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.keys import AuditKey
from app.keys import Key
from app.login.attempts import (
    FORGOTTEN_AFTER,
    FREE_FAILURES_EVERYWHERE,
    KNOWN_FOR,
    LOCK_EVERYWHERE,
    PAUSE_EVERYWHERE,
    Attempt,
    erase_forgotten,
    is_locked,
    is_refused,
    note_failure,
    note_success,
    unlock,
)
from app.services import Services
from app.state.models import LogInAttempts
from tests.app.browser import Browser
from tests.app.login.people import CLINIC, ELSEWHERE, at
from tests.app.moments import NOON_IN_JAPAN, StoppedClock

KEY = AuditKey.of(Key("test", "a" * 43 + "=", NOON_IN_JAPAN))


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        yield session


class Guessing:
    """Tries to log in with one ユーザID, from one address unless another is named."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = NOON_IN_JAPAN

    def attempt(self, address: str = ELSEWHERE) -> Attempt:
        return Attempt.of("general", address, self.now, KEY)

    def fail(self, times: int = 1, address: str = ELSEWHERE) -> None:
        for _ in range(times):
            note_failure(self.session, self.attempt(address))

    def is_refused(self, address: str = ELSEWHERE) -> bool:
        return is_refused(self.session, self.attempt(address))

    def minutes_locked(self) -> float:
        """Wait until the lock heals, and tell how long that was."""
        begun = self.now
        while self.is_refused():
            self.now += timedelta(seconds=30)
        return (self.now - begun) / timedelta(minutes=1)


@pytest.fixture
def guessing(session: Session) -> Guessing:
    return Guessing(session)


def test_five_failures_lock_the_address_they_came_from_and_no_other(guessing: Guessing) -> None:
    guessing.fail(4)
    assert not guessing.is_refused()
    guessing.fail()
    assert guessing.is_refused()
    assert not guessing.is_refused(CLINIC)


def test_each_further_failure_locks_for_longer_up_to_a_quarter_of_an_hour(guessing: Guessing) -> None:
    guessing.fail(4)
    locked = []
    for _ in range(7):
        guessing.fail()
        locked.append(guessing.minutes_locked())
    assert locked == [1, 2, 4, 8, 15, 15, 15]


def test_trying_while_it_is_locked_does_not_make_it_longer(guessing: Guessing) -> None:
    guessing.fail(5)
    guessing.now += timedelta(seconds=30)
    guessing.fail(100)
    assert guessing.minutes_locked() == 0.5
    guessing.fail()
    assert guessing.minutes_locked() == 2


def test_a_success_clears_the_failures_of_its_address(guessing: Guessing) -> None:
    guessing.fail(4)
    note_success(guessing.session, guessing.attempt())
    guessing.fail(4)
    assert not guessing.is_refused()


def test_a_success_elsewhere_clears_nothing(guessing: Guessing) -> None:
    guessing.fail(4)
    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.fail()
    assert guessing.is_refused()


def test_failures_are_forgotten_after_a_quiet_day(guessing: Guessing) -> None:
    guessing.fail(4)
    guessing.now += FORGOTTEN_AFTER
    guessing.fail(4)
    assert not guessing.is_refused()


def fail_from_many(guessing: Guessing, times: int) -> None:
    for number in range(times):
        guessing.fail(address=f"203.0.113.{number}")


def test_fifty_failures_from_wherever_lock_every_unknown_address_for_a_quarter_of_an_hour(guessing: Guessing) -> None:
    fail_from_many(guessing, FREE_FAILURES_EVERYWHERE - 1)
    assert not guessing.is_refused()
    guessing.fail(address="203.0.113.250")
    assert guessing.is_refused()
    guessing.now += LOCK_EVERYWHERE - timedelta(seconds=1)
    assert guessing.is_refused()
    guessing.now += timedelta(seconds=1)
    assert not guessing.is_refused()


def test_fifty_failures_within_an_hour_are_noticed_however_they_are_spread(guessing: Guessing) -> None:
    for number in range(FREE_FAILURES_EVERYWHERE):
        guessing.now += (PAUSE_EVERYWHERE - timedelta(seconds=1)) / FREE_FAILURES_EVERYWHERE
        guessing.fail(address=f"203.0.113.{number}")
    assert guessing.is_refused()


def test_a_known_address_is_not_shut_out_by_what_others_do(guessing: Guessing) -> None:
    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.now += KNOWN_FOR - timedelta(seconds=1)
    fail_from_many(guessing, FREE_FAILURES_EVERYWHERE)
    assert guessing.is_refused()
    assert not guessing.is_refused(CLINIC)


def test_after_ninety_days_an_address_is_not_known_any_more(guessing: Guessing) -> None:
    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.now += KNOWN_FOR
    fail_from_many(guessing, FREE_FAILURES_EVERYWHERE)
    assert guessing.is_refused(CLINIC)


def test_a_known_address_is_locked_by_its_own_failures(guessing: Guessing) -> None:
    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.fail(5, CLINIC)
    assert guessing.is_refused(CLINIC)


def test_unlocking_lifts_every_lock_and_forgets_no_known_address(guessing: Guessing) -> None:
    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.fail(5)
    fail_from_many(guessing, FREE_FAILURES_EVERYWHERE)
    assert is_locked(guessing.session, "general", KEY, guessing.now)
    assert not is_locked(guessing.session, "administrator", KEY, guessing.now)
    unlock(guessing.session, "general", KEY)
    assert not is_locked(guessing.session, "general", KEY, guessing.now)
    assert not guessing.is_refused()
    fail_from_many(guessing, FREE_FAILURES_EVERYWHERE)
    assert not guessing.is_refused(CLINIC)


def test_what_was_tried_is_erased_after_a_day_and_known_addresses_after_ninety(guessing: Guessing) -> None:
    def addresses() -> set[str]:
        erase_forgotten(guessing.session, guessing.now)
        return set(guessing.session.scalars(select(LogInAttempts.address)))

    note_success(guessing.session, guessing.attempt(CLINIC))
    guessing.fail(9)
    guessing.now += FORGOTTEN_AFTER - timedelta(seconds=1)
    assert addresses() == {CLINIC, ELSEWHERE, ""}
    guessing.now += timedelta(seconds=1)
    assert addresses() == {CLINIC}
    guessing.now = NOON_IN_JAPAN + KNOWN_FOR
    assert addresses() == set()


def fail_at(browser: Browser, times: int) -> None:
    for _ in range(times):
        assert browser.log_in("general", "wrong").status_code == 401


def test_while_it_is_locked_the_right_password_is_refused_and_then_it_heals(app: Flask, clock: StoppedClock) -> None:
    browser = at(app, ELSEWHERE)
    fail_at(browser, 5)
    assert browser.log_in("general").status_code == 401
    assert at(app, CLINIC).log_in("general").location == "/menu"
    clock.advance(timedelta(minutes=1))
    assert browser.log_in("general").location == "/menu"


def test_guessing_from_everywhere_does_not_shut_out_the_clinics_own_address(
    app: Flask, services: Services, clock: StoppedClock
) -> None:
    clinic = at(app, CLINIC)
    assert clinic.log_in("general").location == "/menu"
    clinic.post("/logout")
    with services.database.session() as session:
        guessing = Guessing(session)
        key = services.audit.trail.keys.newest
        for number in range(FREE_FAILURES_EVERYWHERE):
            note_failure(session, Attempt.of("general", f"203.0.113.{number}", guessing.now, key))
    assert at(app, ELSEWHERE).log_in("general").status_code == 401
    assert clinic.log_in("general").location == "/menu"


def test_what_was_typed_is_kept_only_as_a_keyed_hash(app: Flask, services: Services) -> None:
    at(app, CLINIC).log_in("canary-typed-password", "wrong")
    with services.database.session() as session:
        rows = session.scalars(select(LogInAttempts)).all()
    assert len(rows) == 2
    assert {len(row.user_id_hash) for row in rows} == {64}


def test_a_name_that_nobody_has_is_erased_after_a_day(app: Flask, services: Services, clock: StoppedClock) -> None:
    browser = at(app, CLINIC)
    browser.log_in("nobody", "wrong")
    clock.advance(FORGOTTEN_AFTER)
    browser.get("/readyz")
    with services.database.session() as session:
        assert session.scalars(select(LogInAttempts)).all() == []
