"""The manual's flow at 200 % zoom and in the narrowest window that WCAG 2.2 asks for (1.4.4, 1.4.10)."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.desk import Desk, items, log_in, open_form, rows, search
from tests.browser.page_checks import HALF_OF_A_DESK, NARROWEST
from tests.browser.people import TARO

WINDOWS = {"200 %": HALF_OF_A_DESK, "320 wide": NARROWEST}


@pytest.fixture(params=list(WINDOWS.values()), ids=list(WINDOWS))
def small_window(request: pytest.FixtureRequest, desk: Desk) -> Page:
    """A window at the log-in page, magnified twice."""
    size: ViewportSize = request.param
    return desk.window(size=size, pixels_per_pixel=2)


def test_the_manuals_flow_needs_no_scrolling_sideways(small_window: Page) -> None:
    page = small_window
    _check_width(page)
    log_in(page, "viewer")
    _check_width(page)
    open_form(page)
    _check_width(page)
    search(page, {**TARO, "birth_day": "32"})
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#birth_day")).to_be_in_viewport()
    _check_width(page)
    search(page, {"birth_day": "26"})
    page.wait_for_url("**/lookup/searches/*")
    expect(page.get_by_role("heading", name="複数の資格該当者が見つかりました。")).to_be_in_viewport()
    _check_width(page)
    page.locator("tbody").get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="この資格は有効です。")).to_be_in_viewport()
    assert "氏名" in items(page)
    _check_width(page)
    page.get_by_role("button", name="次の患者へ").click()
    page.wait_for_url("**/lookup")
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/login")


def test_the_list_becomes_blocks_that_still_say_what_each_value_is(small_window: Page) -> None:
    page = small_window
    log_in(page, "viewer")
    open_form(page)
    search(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    cell = page.locator("tbody").get_by_role("cell").filter(has_text="北海道新聞社健康保険組合")
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"保険者名"'
    assert [len(row) for row in rows(page)] == [6, 6]


def _check_width(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
