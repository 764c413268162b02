"""Nobody learns from a refused log-in whether there is such an account (OWASP ASVS 5.0, 6.3.8)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app import passwords
from app.login.views import REFUSAL
from app.services import Services
from app.state.models import Account
from tests.app.browser import PASSWORD
from tests.app.login.people import CLINIC, at, told
from tests.app.moments import StoppedClock

REASONS = {
    "unknown_user": ("nobody", PASSWORD),
    "wrong_password": ("administrator", "not the password"),
    "locked": ("medical_viewer", PASSWORD),
    "disabled": ("general", PASSWORD),
    "password_expired": ("other", PASSWORD),
}


class Work:
    """What the service does from now on: the statements it sends, and the parameters of each argon2 verification."""

    def __init__(self, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements: list[str] = []
        self.hashings: list[str] = []
        for engine in (services.database.engine, services.database._one_by_one):
            event.listen(engine, "before_cursor_execute", self._note_statement)
        hasher, note = passwords._HASHER, self.hashings.append

        class Counting:
            def hash(self, password: str) -> str:
                return hasher.hash(password)

            def verify(self, stored: str, password: str) -> bool:
                note(stored.rsplit("$", 2)[0])
                return hasher.verify(stored, password)

        monkeypatch.setattr(passwords, "_HASHER", Counting())

    def _note_statement(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        written = re.sub(r"sa_savepoint_\d+", "savepoint", statement)
        self.statements.append(" ".join(written.split()).partition(" (sequence, at,")[0])

    def forget(self) -> None:
        self.statements.clear()
        self.hashings.clear()


@pytest.fixture
def refused(
    app: Flask, services: Services, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> dict[str, tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    """By reason: status, page, argon2 verifications and statements of a refused log-in that is not the first."""
    with services.database.session() as session:
        (general,) = session.query(Account).filter_by(user_id="general")
        general.disabled_at = clock.now()
        (other,) = session.query(Account).filter_by(user_id="other")
        other.must_change_password, other.password_expires_at = True, clock.now()
    work, answers = Work(services, monkeypatch), {}
    for reason, (user_id, password) in REASONS.items():
        browser = at(app, CLINIC)
        for _ in range(5 if reason == "locked" else 1):
            browser.log_in(user_id, "wrong")
        token = browser.csrf_token()
        work.forget()
        sent = {"csrf_token": token, "user_id": user_id, "password": password}
        answer = browser.client.post("/login", data=sent)
        page = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text).replace(user_id, "USER")
        answers[reason] = (answer.status_code, page, tuple(work.hashings), tuple(work.statements))
        assert told(services)[-1] == ("log_in_refused", reason)
    return answers


def test_status_text_work_and_writes_are_the_same_for_every_reason(
    refused: dict[str, tuple[int, str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    assert len(refused) == len(REASONS)
    assert len(set(refused.values())) == 1


def test_the_work_is_one_verification_two_counts_and_one_event(
    refused: dict[str, tuple[int, str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    status, page, hashings, statements = refused["unknown_user"]
    assert (status, REFUSAL in page) == (401, True)
    assert hashings == ("$argon2id$v=19$m=19456,t=2,p=1",)
    written = [
        statement.split()[:3] for statement in statements if statement.split()[0] in {"INSERT", "UPDATE", "DELETE"}
    ]
    assert written == [
        ["UPDATE", "log_in_attempts", "SET"],
        ["UPDATE", "log_in_attempts", "SET"],
        ["INSERT", "INTO", "audit_event"],
    ]


def test_guessing_at_a_name_that_nobody_has_is_locked_alike(
    app: Flask, services: Services, clock: StoppedClock
) -> None:
    """Else its lock, or the lack of one, would tell."""
    for user_id in ("nobody", "administrator"):
        browser = at(app, CLINIC)
        assert {browser.log_in(user_id, "wrong").status_code for _ in range(6)} == {401}
    clock.advance(timedelta(seconds=59))
    assert at(app, CLINIC).log_in("administrator").status_code == 401
    clock.advance(timedelta(seconds=1))
    assert at(app, CLINIC).log_in("administrator").location == "/menu"


@pytest.mark.parametrize("user_id", ["administrator\0", "\0", "😀", "\u202e", "' OR 1=1 --", "a" * 50_000])
def test_what_no_user_id_can_be_is_answered_as_one_that_nobody_has(
    app: Flask, services: Services, user_id: str
) -> None:
    answer = at(app, CLINIC).log_in(user_id)
    assert (answer.status_code, REFUSAL in answer.text) == (401, True)
    assert told(services)[-1] == ("log_in_refused", "unknown_user")
