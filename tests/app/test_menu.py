from collections.abc import Callable
from datetime import timedelta

import pytest

from app.roles import Role
from tests.app.browser import Browser
from tests.app.moments import StoppedClock

ClientAs = Callable[[Role], Browser]

ITEM = 'href="/lookup"'
NOTICE = "2025年11月30日まで利用できます"


@pytest.mark.parametrize("role", [Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.GENERAL])
def test_the_item_and_its_notice_are_shown_while_a_window_is_open(client_as: ClientAs, role: Role) -> None:
    page = client_as(role).get("/menu").text
    assert ITEM in page
    assert NOTICE in page


@pytest.mark.parametrize("role", [Role.OTHER, Role.OPERATOR])
def test_other_accounts_never_see_it(client_as: ClientAs, role: Role) -> None:
    page = client_as(role).get("/menu").text
    assert ITEM not in page
    assert NOTICE not in page


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_it_without_an_open_window(client_as: ClientAs, clock: StoppedClock, role: Role) -> None:
    clock.advance(timedelta(days=30))
    page = client_as(role).get("/menu").text
    assert ITEM not in page
    assert NOTICE not in page


def test_the_general_account_that_follows_it_is_told_how_to_go_on(client_as: ClientAs) -> None:
    answer = client_as(Role.GENERAL).get("/lookup")
    assert answer.status_code == 403
    assert "医療情報閲覧アカウント又は管理アカウントのユーザIDでログインし直してください。" in answer.text


def test_the_services_address_leads_to_the_menu(client_as: ClientAs) -> None:
    answer = client_as(Role.GENERAL).get("/")
    assert (answer.status_code, answer.location) == (303, "/menu")
