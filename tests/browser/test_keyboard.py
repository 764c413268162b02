"""The whole flow by the keyboard alone: no mouse, and no script that moves the focus for the test."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import ITEM, Desk, items, open_form
from tests.browser.focus import expect_stop, tab_to
from tests.browser.service import PASSWORD


def test_the_manuals_flow_from_log_in_to_the_next_patient(desk: Desk) -> None:
    page = desk.window()
    _log_in(page)
    _to_the_form(page)
    _type_the_four_facts(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup/searches/*")
    expect(page.get_by_role("heading", name="複数の資格該当者が見つかりました。")).to_be_focused()
    first, second = (page.locator("tbody").get_by_role("link").nth(row) for row in (0, 1))
    tab_to(page, first)
    tab_to(page, second)
    insurer = page.locator("tbody").get_by_role("row").nth(1).get_by_role("cell").nth(4).inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup/results/*")
    expect(page.get_by_role("heading", name="この資格は有効です。")).to_be_focused()
    assert items(page)["保険者名"] == insurer
    tab_to(page, page.get_by_role("link", name="メニュー", exact=True))
    tab_to(page, page.get_by_role("button", name="次の患者へ"))
    tab_to(page, page.get_by_role("link", name="戻る"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup/searches/*")
    expect(page.get_by_role("heading", name="複数の資格該当者が見つかりました。")).to_be_focused()
    tab_to(page, first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup/results/*")
    expect(page.get_by_role("heading", name="この資格は有効です。")).to_be_focused()
    _tab_until(page, page.get_by_role("button", name="次の患者へ"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup")
    expect_stop(page, page.locator("#name"))
    expect(page.locator("#name")).to_have_value("")


def test_every_control_of_the_form_is_a_stop_in_the_order_of_the_screen(desk: Desk) -> None:
    page = _form(desk)
    for field in ("name_kana", "birth_era", "birth_year", "birth_month", "birth_day", "sex"):
        tab_to(page, page.locator(f"#{field}"))
    for field in ("address", "insurer_name", "as_of"):
        tab_to(page, page.locator(f"#{field}"))
    for button in ("カレンダー", "検索", "クリア"):
        tab_to(page, page.get_by_role("button", name=button))
    for link in ("メニュー", "戻る"):
        tab_to(page, page.get_by_role("link", name=link, exact=True))


def test_shift_and_tab_lead_back(desk: Desk) -> None:
    page = _form(desk)
    tab_to(page, page.locator("#name_kana"))
    page.keyboard.press("Shift+Tab")
    expect_stop(page, page.locator("#name"))
    page.keyboard.press("Shift+Tab")
    expect_stop(page, page.get_by_role("button", name="ログアウト"))


def test_the_choices_are_made_with_the_arrow_keys(desk: Desk) -> None:
    page = _form(desk)
    era, sex = page.locator("#birth_era"), page.locator("#sex")
    _tab_until(page, era)
    page.keyboard.press("ArrowDown")
    expect(era).to_have_value("H")
    page.keyboard.press("ArrowUp")
    expect(era).to_have_value("S")
    _tab_until(page, sex)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(sex).to_have_value("2")


def test_the_skip_link_comes_into_sight_and_leads_past_the_header(desk: Desk) -> None:
    page = desk.window("viewer")
    skip = page.get_by_role("link", name="本文へ移動")
    expect(skip).not_to_be_in_viewport()
    tab_to(page, skip)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, page.get_by_role("link", name=ITEM, exact=True))


def test_an_error_leads_by_its_link_to_its_field(desk: Desk) -> None:
    page = _form(desk)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    links = page.get_by_role("alert").get_by_role("link")
    tab_to(page, links.nth(0))
    tab_to(page, links.nth(1))
    page.keyboard.press("Enter")
    expect_stop(page, page.locator("#birth_year"))
    page.keyboard.type("29")
    expect(page.locator("#birth_year")).to_have_value("29")


def test_clear_is_pressed_with_the_space_bar(desk: Desk) -> None:
    page = _form(desk)
    page.keyboard.type("新橋太郎")
    _tab_until(page, page.get_by_role("button", name="クリア"))
    page.keyboard.press("Space")
    expect(page.locator("#name")).to_have_value("")
    expect_stop(page, page.locator("#name"))


def test_log_out_is_reached_and_pressed(desk: Desk) -> None:
    page = desk.window()
    _log_in(page)
    _tab_until(page, page.get_by_role("button", name="ログアウト"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/login")


def _form(desk: Desk) -> Page:
    """The form, once the keyboard is at its first field."""
    page = desk.window("viewer")
    open_form(page)
    expect_stop(page, page.locator("#name"))
    return page


def _log_in(page: Page) -> None:
    expect_stop(page, page.get_by_label("ユーザID"))
    page.keyboard.type("viewer")
    tab_to(page, page.get_by_label("パスワード"))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_role("button", name="ログイン"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/menu")


def _to_the_form(page: Page) -> None:
    _tab_until(page, page.get_by_role("link", name=ITEM, exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/lookup")


def _type_the_four_facts(page: Page) -> None:
    expect_stop(page, page.locator("#name"))
    page.keyboard.type("新橋太郎")
    _tab_until(page, page.locator("#birth_year"))
    for part, number in (("year", "29"), ("month", "3"), ("day", "26")):
        expect_stop(page, page.locator(f"#birth_{part}"))
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#sex")).to_have_value("1")
    tab_to(page, page.locator("#address"))
    page.keyboard.type("東京都")


def _tab_until(page: Page, place: Locator) -> None:
    """Press Tab until the keyboard is there; a page has fewer than thirty stops."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            break
    expect_stop(page, place)
