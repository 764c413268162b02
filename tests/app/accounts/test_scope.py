"""An administrator manages the accounts of its own institution, and never an operator; the 実施機関 all."""

import re

import pytest
from werkzeug.test import TestResponse

from app.audit.event import Kind
from app.services import Services
from tests.app.accounts.manager import Manager, account_of, events

OURS = ["administrator", "general", "medical_viewer", "other", "second"]
ALL = sorted([*OURS, "neighbour", "neighbour.admin", "operator"])
ACTIONS = ["disable", "enable", "unlock", "reset", "end-sessions"]
OUT_OF_REACH = ["neighbour", "neighbour.admin", "operator"]


def page_of(answer: TestResponse) -> str:
    """The page, but for its CSRF token, which tells the second it was made in."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def test_an_administrator_sees_its_own_institutions_accounts(administrator: Manager) -> None:
    assert administrator.list() == OURS


def test_the_operator_sees_all(operator: Manager) -> None:
    assert operator.list() == ALL


def test_no_filter_leads_an_administrator_to_another_institution(administrator: Manager) -> None:
    for query in ("institution=1398765432", "user_id=neigh", "role=operator", "state=in_use&institution=13"):
        assert not set(administrator.list(f"?{query}")) - set(OURS)
    assert "となりの医療機関" not in administrator.browser.get("/accounts?institution=1398765432").text


@pytest.mark.parametrize("user_id", OUT_OF_REACH)
def test_another_institutions_account_is_answered_as_one_that_is_not_there(
    administrator: Manager, user_id: str
) -> None:
    administrator.browser.csrf_token()  # the cookie has it from here on
    unknown = administrator.browser.get("/accounts/999999")
    answer = administrator.browser.get(administrator.path(user_id))
    assert (answer.status_code, page_of(answer)) == (404, page_of(unknown))
    assert dict(answer.headers) == dict(unknown.headers)


@pytest.mark.parametrize("user_id", OUT_OF_REACH)
def test_nothing_is_done_to_another_institutions_account(
    administrator: Manager, services: Services, user_id: str
) -> None:
    before = account_of(services, user_id)
    for action in ACTIONS:
        unknown = administrator.browser.post(f"/accounts/999999/{action}")
        answer = administrator.do(action, user_id)
        assert (answer.status_code, page_of(answer)) == (404, page_of(unknown))
        assert administrator.browser.get(administrator.path(user_id, action)).status_code == 404
    after = account_of(services, user_id)
    assert (after.disabled_at, after.password_hash) == (before.disabled_at, before.password_hash)


def test_asking_for_what_is_out_of_reach_is_recorded_without_telling_the_two_apart(
    administrator: Manager, services: Services
) -> None:
    administrator.do("disable", "neighbour")
    administrator.browser.post("/accounts/999999/disable")
    theirs, nobodys = events(services)[-2:]
    assert (theirs.kind, theirs.outcome) == (Kind.ACCESS_REFUSED, "no_such_account")
    assert (theirs.user_id, theirs.subject, theirs.details) == (nobodys.user_id, nobodys.subject, nobodys.details)


def test_a_number_that_no_account_has_is_not_found(manager: Manager) -> None:
    for number in ("2147483647", "2147483648", "9" * 30, "-1", "0", "x", "1.5", "1%00"):
        for rest in ("", "/disable"):
            assert manager.browser.get(f"{manager.address}/{number}{rest}").status_code == 404, number


def test_something_else_than_the_known_actions_is_not_found(manager: Manager) -> None:
    assert manager.browser.get(manager.path("general", "delete")).status_code == 404
    assert manager.do("delete", "general").status_code == 404


def test_neither_reaches_the_others_pages(administrator: Manager, operator: Manager) -> None:
    assert administrator.browser.get("/operator/accounts").status_code == 404
    assert operator.browser.get("/accounts").status_code == 404


def test_an_institutions_code_that_is_sent_along_does_not_make_an_account_elsewhere(
    administrator: Manager, services: Services
) -> None:
    assert administrator.create("new", "general", institution="1398765432").status_code == 200
    institution = account_of(services, "new").institution
    assert institution
    assert institution.code == "1312345678"


def test_an_administrator_makes_no_operator(administrator: Manager, operator: Manager) -> None:
    answer = administrator.create("new", "operator")
    assert answer.status_code == 422
    assert "アカウントの種類を選択してください。" in answer.text
    assert "実施機関アカウント" not in answer.text
    assert "new" not in operator.list()


def test_an_administrator_that_was_disabled_meanwhile_changes_nothing(
    administrator: Manager, operator: Manager, services: Services
) -> None:
    operator.do("disable", "administrator")
    answer = administrator.do("disable", "general")
    assert answer.location == "/login"
    assert account_of(services, "general").disabled_at is None
