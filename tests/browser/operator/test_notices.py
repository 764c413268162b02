"""お知らせ: given by the 実施機関, unread and then read on the menu."""

from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk
from tests.browser.page_checks import check_every_width
from tests.browser.service import Installation

TITLE: Final = "システム点検のお知らせ（11月）"
BODY: Final = "次のとおり点検を行います。\n\n日時：日曜日 午前1時から5時まで\n<b>この間は利用できません。</b>"


@pytest.fixture(scope="module")
def given(installation: Installation, address: str) -> None:
    """One notice to every institution; ``address``: the service answers before."""
    installation.shikaku("notice", "give", "--all", "--title", TITLE, typed=BODY)


@pytest.mark.usefixtures("given")
def test_a_notice_is_unread_on_the_menu_until_it_is_opened(desk: Desk) -> None:
    page = desk.window("admin")
    read_all_but_the_newest(page)
    expect(line(page)).to_contain_text("未読")
    line(page).get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(TITLE)
    page.get_by_role("link", name="メニューへ").click()
    page.wait_for_url("**/menu")
    expect(line(page)).to_contain_text("既読")
    expect(page.get_by_role("main")).not_to_contain_text("未読")


@pytest.mark.usefixtures("given")
def test_its_text_stands_in_its_lines_as_it_was_written(desk: Desk) -> None:
    page = desk.window("viewer")
    line(page).get_by_role("link", name=TITLE).click()
    assert page.locator(".notice-body").inner_text() == BODY


@pytest.mark.usefixtures("given")
def test_it_is_opened_from_the_list_by_keyboard_alone(desk: Desk) -> None:
    page = desk.window("general")
    page.get_by_role("link", name="お知らせの一覧").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices")
    row = page.locator("tbody").get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("未読")
    while not row.get_by_role("link").evaluate("(link) => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(TITLE)
    page.get_by_role("link", name="お知らせの一覧へ").click()
    expect(row).to_contain_text("既読")


@pytest.mark.usefixtures("given")
def test_every_page_of_it_is_whole_at_every_width(desk: Desk) -> None:
    page = desk.window("viewer")
    check_every_width(page)
    page.get_by_role("link", name="お知らせの一覧").click()
    expect(page.get_by_role("table")).to_be_visible()
    check_every_width(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(TITLE)
    check_every_width(page)


@pytest.mark.usefixtures("given")
def test_an_account_that_never_sees_the_function_sees_no_notice_of_it(desk: Desk) -> None:
    page = desk.window("other")
    expect(page.get_by_role("main")).not_to_contain_text(TITLE)


def read_all_but_the_newest(page: Page) -> None:
    """Notices that other tests left: the menu shows unread ones first."""
    older = page.get_by_role("listitem").filter(has_text="未読").filter(has_not_text=TITLE).get_by_role("link")
    while older.count():
        older.first.click()
        page.get_by_role("link", name="メニューへ").click()
        page.wait_for_url("**/menu")


def line(page: Page) -> Locator:
    """The notice on the menu."""
    return page.get_by_role("listitem").filter(has_text=TITLE)
