"""A new account gets a one-time password from the system, which whoever makes it sees once."""

import json
from datetime import timedelta

import pytest

from app.accounts import ONE_TIME_FOR
from app.audit.event import Kind
from app.roles import Role
from app.services import Services
from tests.app.accounts.manager import Manager, account_of, events, one_time_password
from tests.app.browser import Browser
from tests.app.moments import StoppedClock

INSTITUTION = {"institution": "1312345678"}


def test_the_new_user_comes_in_with_it_and_must_choose_another(manager: Manager, stranger: Browser) -> None:
    password = one_time_password(manager.create("reception", "medical_viewer", **INSTITUTION))
    assert stranger.log_in("reception", password).location == "/login"
    assert stranger.get("/lookup").location == "/login"
    assert "新しいパスワード" in stranger.get("/login").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_every_kind_of_an_institutions_account_can_be_made(manager: Manager, services: Services, role: Role) -> None:
    assert manager.create("reception", role.value, **INSTITUTION).status_code == 200
    made = account_of(services, "reception")
    assert made.institution
    assert (made.role, made.institution.code, made.must_change_password) == (role, "1312345678", True)


def test_the_operator_makes_another_operator(operator: Manager, services: Services) -> None:
    assert operator.create("agency", "operator").status_code == 200
    made = account_of(services, "agency")
    assert (made.role, made.institution) == (Role.OPERATOR, None)


def test_it_is_recorded_with_who_made_it(manager: Manager, services: Services) -> None:
    manager.create("reception", "general", **INSTITUTION)
    made = events(services)[-1]
    assert (made.kind, made.subject, made.outcome) == (Kind.ACCOUNT_CREATED, "account:reception", "done")
    assert json.loads(made.details) == {"role": "general", "institution": "1312345678"}
    assert made.user_id in {"administrator", "operator"}
    assert made.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"user_id": ""}, "ユーザIDを入力してください。"),
        ({"user_id": "受付"}, "ユーザIDは、半角の英字、数字"),
        ({"user_id": "a" * 65}, "64文字以内"),
        ({"user_id": "a\0b"}, "ユーザIDは、半角の英字、数字"),
        ({"user_id": "general"}, "このユーザIDは既に使われています。"),
        ({"user_id": "neighbour"}, "このユーザIDは既に使われています。"),
        ({"role": ""}, "アカウントの種類を選択してください。"),
        ({"role": "root"}, "アカウントの種類を選択してください。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    manager: Manager, services: Services, fields: dict[str, str], message: str
) -> None:
    typed = {"user_id": "reception", "role": "general", **INSTITUTION, **fields}
    answer = manager.create(**typed)
    (field,) = fields
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "エラー：アカウントの作成" in answer.text
    assert field == "user_id" or 'value="reception"' in answer.text
    assert field == "role" or 'value="general" checked' in answer.text
    assert Kind.ACCOUNT_CREATED not in {event.kind for event in events(services)}


@pytest.mark.parametrize(
    ("role", "code", "message"),
    [
        ("general", "", "医療機関コードは、実施機関アカウントでは空にし"),
        ("operator", "1312345678", "医療機関コードは、実施機関アカウントでは空にし"),
        ("general", "1300000000", "1300000000"),
        ("general", "13", "医療機関"),
        ("general", "\0", "医療機関"),
    ],
)
def test_the_operator_names_an_institution_for_every_kind_but_its_own(
    operator: Manager, role: str, code: str, message: str
) -> None:
    answer = operator.create("reception", role, institution=code)
    assert answer.status_code == 422
    assert 'id="institution-error"' in answer.text
    assert message in answer.text


def test_full_width_letters_and_digits_are_taken_as_half_width(operator: Manager, services: Services) -> None:
    assert operator.create("ｄｅｓｋ１", "general", institution="１３１２３４５６７８").status_code == 200
    assert account_of(services, "desk1").role is Role.GENERAL


def test_what_was_typed_is_escaped(manager: Manager) -> None:
    answer = manager.create('"><script>', "general", **INSTITUTION)
    assert answer.status_code == 422
    assert "<script>" not in answer.text.replace("<script src", "")


def test_a_form_that_is_sent_again_makes_no_second_account(manager: Manager) -> None:
    assert manager.create("reception", "general", **INSTITUTION).status_code == 200
    assert manager.create("reception", "general", **INSTITUTION).status_code == 422
    assert manager.list("?user_id=reception") == ["reception"]


@pytest.mark.parametrize("made_by", ["create", "reset"])
def test_a_one_time_password_counts_for_fourteen_days(
    operator: Manager, stranger: Browser, clock: StoppedClock, services: Services, made_by: str
) -> None:
    answer = operator.create("reception", "general", **INSTITUTION)
    if made_by == "reset":
        answer = operator.do("reset", "reception")
    password = one_time_password(answer)
    assert "14日以内" in answer.text
    clock.advance(ONE_TIME_FOR - timedelta(seconds=1))
    assert stranger.log_in("reception", password).location == "/login"
    stranger.post("/logout")
    clock.advance(timedelta(seconds=1))
    assert stranger.log_in("reception", password).status_code == 401
    refused = events(services)[-1]
    assert (refused.kind, refused.outcome) == (Kind.LOG_IN_REFUSED, "password_expired")
    operator.browser.log_in("operator")
    assert operator.states("reception") == "初回ログイン待ち、一回限りのパスワードの期限切れ"


def test_a_password_of_ones_own_stays_good(manager: Manager, stranger: Browser, clock: StoppedClock) -> None:
    stranger.log_in("reception", one_time_password(manager.create("reception", "general", **INSTITUTION)))
    own = "purple kettle under the bridge"
    assert stranger.post("/login", {"new_password": own, "new_password_again": own}).location == "/menu"
    clock.advance(ONE_TIME_FOR * 2)
    assert stranger.log_in("reception", own).location == "/menu"
