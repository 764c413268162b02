"""Who may use the function, and only while the window is open (manual, chapter 1, 1)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ITEM, Desk, log_in, look_up, open_form, search, values
from tests.browser.page_checks import check_every_width
from tests.browser.people import ICHIRO, TARO
from tests.browser.service import Installation

REFUSED = "医療情報閲覧アカウント又は管理アカウントのユーザIDでログインし直してください。"
CLOSED = "現在、この機能は利用できません。"
NO_PAGE = "ページが見つかりません"


@pytest.fixture
def reopened_after(installation: Installation) -> Iterator[Installation]:
    """The installation, whose window is open again after the test."""
    yield installation
    installation.shikaku("window", "close", "--all", "--no-notice")
    installation.open_window()


@pytest.mark.parametrize("user_id", ["viewer", "admin"])
def test_medical_viewers_and_administrators_look_up(desk: Desk, user_id: str) -> None:
    page = desk.window(user_id)
    look_up(page, ICHIRO)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()


def test_a_general_account_sees_the_item_and_is_told_with_which_account_to_log_in(desk: Desk) -> None:
    page = desk.window("general")
    with page.expect_response("**/lookup") as answer:
        page.get_by_role("link", name=ITEM, exact=True).click()
    assert answer.value.status == 403
    expect(page.get_by_text(REFUSED, exact=True)).to_be_visible()
    expect(page.locator("#lookup-form")).to_have_count(0)
    page.get_by_role("link", name="メニューへ").click()
    page.wait_for_url("**/menu")


@pytest.mark.parametrize("user_id", ["other", "operator"])
def test_other_accounts_see_neither_item_nor_page(desk: Desk, user_id: str) -> None:
    page = desk.window(user_id)
    expect(page.get_by_role("link", name=ITEM, exact=True)).to_have_count(0)
    _expect_answer(page, "/lookup", 404, NO_PAGE)


def test_nobody_looks_up_without_logging_in(desk: Desk) -> None:
    page = desk.window()
    for path in ("/menu", "/lookup", "/lookup/searches/unknown", "/lookup/results/unknown"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")


def test_a_form_sent_after_the_session_ended_leads_to_the_log_in_page(desk: Desk) -> None:
    page = desk.window()
    log_in(page, "viewer")
    open_form(page)
    page.context.clear_cookies()
    search(page, TARO)
    page.wait_for_url("**/login")


def test_closing_the_window_ends_the_use_at_the_next_click(desk: Desk, reopened_after: Installation) -> None:
    installation = reopened_after
    page = desk.window("viewer")
    look_up(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    list_address = page.url
    installation.shikaku("window", "close", "--all", "--no-notice")
    page.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_text(CLOSED)).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("新橋")
    check_every_width(page)
    _expect_answer(page, list_address, 403, "利用期間外です")
    page.get_by_role("link", name="メニューへ").click()
    page.wait_for_url("**/menu")
    expect(page.get_by_role("link", name=ITEM, exact=True)).to_have_count(0)


def test_a_form_that_was_open_is_not_answered_once_the_window_is_closed(
    desk: Desk, reopened_after: Installation
) -> None:
    page = desk.window("viewer")
    open_form(page)
    reopened_after.shikaku("window", "close", "--all", "--no-notice")
    search(page, ICHIRO)
    expect(page.get_by_text(CLOSED)).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("06139000")


def test_once_the_window_is_open_again_the_same_log_in_goes_on(desk: Desk, reopened_after: Installation) -> None:
    page = desk.window("viewer")
    reopened_after.shikaku("window", "close", "--all", "--no-notice")
    page.reload()
    expect(page.get_by_text("現在、利用できる機能はありません。")).to_be_visible()
    reopened_after.open_window()
    page.reload()
    open_form(page)
    assert values(page)["birth_era"] == "S"


def _expect_answer(page: Page, path: str, status: int, title: str) -> None:
    response = page.goto(path)
    assert response
    assert response.status == status
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
