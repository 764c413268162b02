"""Nobody shuts itself out: an account does not manage itself, and one operator always stays."""

import pytest

from app.accounts import AccountError, disable_account, enable_account
from app.services import Services
from tests.app.accounts.manager import Manager, account_of, events
from tests.app.moments import NOON_IN_JAPAN

ACTIONS = ["disable", "enable", "unlock", "reset", "end-sessions"]
REFUSED = "自分のアカウントは、ここでは変更できません。"


def own_user_id(manager: Manager) -> str:
    return "operator" if manager.address.startswith("/operator") else "administrator"


def test_it_is_refused_and_said(manager: Manager, services: Services) -> None:
    own = own_user_id(manager)
    before = account_of(services, own)
    for action in ACTIONS:
        for answer in (manager.do(action, own), manager.browser.get(manager.path(own, action))):
            assert answer.status_code == 422
            assert f'role="alert" tabindex="-1" autofocus>\n  <p class="notice-title">{REFUSED}' in answer.text
    after = account_of(services, own)
    assert (after.disabled_at, after.password_hash) == (None, before.password_hash)
    assert f"account:{own}" not in {event.subject for event in events(services) if event.kind.startswith("account_")}


def test_nothing_is_offered_on_its_own_page(manager: Manager) -> None:
    own = own_user_id(manager)
    page = manager.page(own)
    assert REFUSED in page
    assert not any(f"/{action}" in page for action in ACTIONS)


def test_another_administrator_can(administrator: Manager) -> None:
    administrator.do("disable", "second")
    assert administrator.states("second") == "停止"


def test_the_last_administrator_can_be_disabled_by_the_operator_alone(
    administrator: Manager, operator: Manager
) -> None:
    administrator.do("disable", "second")
    assert administrator.do("disable", "administrator").status_code == 422
    operator.do("disable", "administrator")
    assert operator.states("administrator") == "停止、実施機関による停止"


def test_the_last_operator_in_use_cannot_be_disabled(services: Services, operator: Manager) -> None:
    operator.create("agency", "operator")
    with services.database.session() as session:
        disable_account(session, "agency", NOON_IN_JAPAN)
        with pytest.raises(AccountError, match="last operator") as refused:
            disable_account(session, "operator", NOON_IN_JAPAN)
        assert "実施機関アカウントがほかにない" in refused.value.japanese
        enable_account(session, "agency")
        disable_account(session, "operator", NOON_IN_JAPAN)
    assert account_of(services, "operator").disabled_at is not None
