"""The list: filters, search by the beginning of a ユーザID, pages."""

import pytest

from app.accounts import ONE_TIME_FOR, create_account, disable_account, set_password
from app.institutions import find_institution
from app.login.attempts import Attempt, note_failure
from app.roles import Role
from app.services import Services
from app.state.models import Account
from tests.app.accounts.manager import Manager
from tests.app.browser import PASSWORD
from tests.app.moments import NOON_IN_JAPAN


@pytest.fixture
def in_every_state(services: Services) -> None:
    """``other`` is disabled, ``second`` waits for its first log-in, ``general`` is locked, and one has two factors."""
    key = services.audit.trail.keys.newest
    with services.database.session() as session:
        disable_account(session, "other", NOON_IN_JAPAN)
        disable_account(session, "neighbour.admin", NOON_IN_JAPAN, by_institution=True)
        accounts = {account.user_id: account for account in session.query(Account)}
        set_password(session, "second", PASSWORD, NOON_IN_JAPAN - ONE_TIME_FOR, must_change_password=True)
        accounts["medical_viewer"].second_factor = b"sealed"
        for user_id in ("general", "neighbour", "nobody"):
            for _ in range(6):
                note_failure(session, Attempt.of(user_id, "192.0.2.7", NOON_IN_JAPAN, key))


@pytest.mark.usefixtures("in_every_state")
@pytest.mark.parametrize(
    ("state", "ours", "elsewhere"),
    [
        ("in_use", ["administrator", "general", "medical_viewer"], ["neighbour", "operator"]),
        ("new", ["second"], []),
        ("locked", ["general"], ["neighbour"]),
        ("disabled", ["other"], ["neighbour.admin"]),
        ("disabled_by_operator", ["other"], []),
        ("expired", ["second"], []),
        ("second_factor", ["medical_viewer"], []),
        ("none of these", [], []),
    ],
)
def test_by_state(administrator: Manager, operator: Manager, state: str, ours: list[str], elsewhere: list[str]) -> None:
    assert administrator.list(f"?state={state}") == ours
    assert operator.list(f"?state={state}") == sorted([*ours, *elsewhere])


def test_by_kind(operator: Manager) -> None:
    assert operator.list("?role=administrator") == ["administrator", "neighbour.admin", "second"]
    assert operator.list("?role=operator") == ["operator"]
    assert operator.list("?role=root") == []


def test_by_the_beginning_of_the_user_id_in_any_case(operator: Manager) -> None:
    assert operator.list("?user_id=NEI") == ["neighbour", "neighbour.admin"]
    assert operator.list("?user_id=eighbour") == []


def test_no_letter_stands_for_others(operator: Manager) -> None:
    for wild in ("%25", "_", "neighbour%25", "\\", "%00", "'", "あ"):
        assert operator.list(f"?user_id={wild}") == [], wild


def test_by_the_beginning_of_the_institutions_code(operator: Manager) -> None:
    assert operator.list("?institution=139") == ["neighbour", "neighbour.admin"]
    assert operator.list("?institution=１３９８７６５４３２") == ["neighbour", "neighbour.admin"]
    assert operator.list("?institution=x") == []


def test_filters_hold_together_and_stay_in_the_form(operator: Manager) -> None:
    query = "?institution=139&role=general&user_id=n"
    assert operator.list(query) == ["neighbour"]
    page = operator.browser.get(operator.address + query).text
    assert 'value="139"' in page
    assert '<option value="general" selected>' in page


def test_a_long_list_comes_in_pages_that_keep_the_filters(operator: Manager, services: Services) -> None:
    with services.database.session() as session:
        clinic = find_institution(session, "1398765432")
        for number in range(60):
            session.add(
                Account(
                    user_id=f"desk{number:02}", role=Role.GENERAL, institution=clinic, password_hash="$argon2id$never"
                )
            )
    first, second = (operator.list(f"?user_id=desk&page={number}") for number in (1, 2))
    assert (first[0], first[-1], len(first)) == ("desk00", "desk49", 50)
    assert second == [f"desk{number}" for number in range(50, 60)]
    assert "user_id=desk&amp;page=2" in operator.browser.get("/operator/accounts?user_id=desk").text
    assert operator.list("?user_id=desk&page=x") == first


def test_when_nothing_fits_that_is_said(manager: Manager) -> None:
    assert "当てはまるアカウントはありません。" in manager.browser.get(f"{manager.address}?user_id=zzz").text


def test_names_are_escaped(operator: Manager, services: Services) -> None:
    with services.database.session() as session:
        find_institution(session, "1398765432").name = "<b>医院</b>"
    assert "<b>" not in operator.browser.get("/operator/accounts").text
    assert "&lt;b&gt;医院" in operator.browser.get(operator.path("neighbour")).text


def test_an_account_made_by_command_is_listed_as_new(operator: Manager, services: Services) -> None:
    with services.database.session() as session:
        clinic = find_institution(session, "1398765432")
        create_account(
            session,
            user_id="reception",
            role=Role.GENERAL,
            institution=clinic,
            password=PASSWORD,
            must_change_password=True,
        )
    assert operator.states("reception") == "初回ログイン待ち"
