import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.institutions import find_institution
from app.menu.notices import notices
from app.roles import Role
from app.services import Services
from app.state.models import Window
from app.windows import close_all_windows, open_window
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


ITEM_NAME = "「緊急時医療情報・資格確認機能」の資格情報照会（システム障害時）"


@pytest.fixture
def coming(services: Services) -> None:
    """Two windows after that of November, one for this clinic and one for all, and one that is over."""
    with services.database.session() as session:
        open_window(session, None, date(2027, 1, 5), date(2027, 1, 5))
        open_window(session, find_institution(session, "1312345678"), date(2026, 12, 1), date(2026, 12, 22))
        open_window(session, None, date(2025, 10, 1), date(2025, 10, 2))


@pytest.mark.usefixtures("coming")
@pytest.mark.parametrize("role", [Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.GENERAL])
def test_coming_windows_are_announced_in_their_order_before_they_open(
    client_as: ClientAs, clock: StoppedClock, role: Role
) -> None:
    clock.advance(timedelta(days=30))
    page = client_as(role).get("/menu").text
    assert ITEM not in page
    announced = page[page.index('id="notices"') : page.index("</section>")]
    assert re.findall("<li>(.*?)</li>", announced) == [
        f"{ITEM_NAME}は、2026年12月1日から12月22日まで利用できます。",
        f"{ITEM_NAME}は、2027年1月5日に利用できます。",
    ]


@pytest.mark.usefixtures("coming")
@pytest.mark.parametrize("role", [Role.OTHER, Role.OPERATOR])
def test_coming_windows_are_announced_to_nobody_who_never_sees_the_item(client_as: ClientAs, role: Role) -> None:
    assert "お知らせ" not in client_as(role).get("/menu").text


@pytest.mark.usefixtures("coming")
def test_a_window_closed_before_its_first_day_is_not_announced(
    client_as: ClientAs, services: Services, clock: StoppedClock
) -> None:
    with services.database.session() as session:
        close_all_windows(session, clock.now())
    assert "お知らせ" not in client_as(Role.MEDICAL_VIEWER).get("/menu").text


def test_a_window_over_the_turn_of_the_year_names_both_years() -> None:
    over_new_year = Window(opens_on=date(2026, 12, 20), closes_on=date(2027, 1, 10))
    assert notices([], [over_new_year]) == [f"{ITEM_NAME}は、2026年12月20日から2027年1月10日まで利用できます。"]


def test_the_same_days_are_announced_once() -> None:
    """Windows of one institution do not overlap, but those of earlier versions may."""
    one, other = (Window(opens_on=date(2026, 12, 1), closes_on=date(2026, 12, 22)) for _ in range(2))
    assert len(notices([], [one, other])) == 1


@pytest.mark.usefixtures("coming")
def test_whoever_comes_outside_a_window_is_sent_to_a_notice_that_is_there(
    client_as: ClientAs, clock: StoppedClock
) -> None:
    clock.advance(timedelta(days=30))
    browser = client_as(Role.GENERAL)
    assert "次の利用期間が決まっている場合は、メニューのお知らせに表示されます。" in browser.get("/lookup").text
    assert "お知らせ" in browser.get("/menu").text


def test_the_general_account_that_follows_it_is_told_how_to_go_on(client_as: ClientAs) -> None:
    answer = client_as(Role.GENERAL).get("/lookup")
    assert answer.status_code == 403
    assert "医療情報閲覧アカウント又は管理アカウントのユーザIDでログインし直してください。" in answer.text


def test_the_services_address_leads_to_the_menu(client_as: ClientAs) -> None:
    answer = client_as(Role.GENERAL).get("/")
    assert (answer.status_code, answer.location) == (303, "/menu")
