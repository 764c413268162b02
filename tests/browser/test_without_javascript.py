"""Nothing needs a script: the manual's flow and the errors of the form with scripts switched off."""

from playwright.sync_api import expect

from tests.browser.desk import Desk, fill, items, log_in, open_form, rows, search, values
from tests.browser.people import ICHIRO, JUGOTA, NOBODY, SIX_ALIKE, TARO


def test_the_manuals_flow_from_log_in_to_log_out(desk: Desk) -> None:
    page = desk.window(javascript=False)
    log_in(page, "viewer")
    open_form(page)
    empty = values(page)
    search(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    assert len(rows(page)) == 2
    page.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    page.get_by_role("link", name="戻る").click()
    page.wait_for_url("**/lookup/searches/*")
    assert len(rows(page)) == 2
    search(page, {"address": "足立区"})
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    assert items(page)["保険者名"] == "北海道新聞社健康保険組合"
    page.get_by_role("button", name="次の患者へ").click()
    page.wait_for_url("**/lookup")
    assert values(page) == empty
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/login")


def test_every_other_answer_is_shown(desk: Desk) -> None:
    page = desk.window("viewer", javascript=False)
    for typed, says in (
        (NOBODY, "検索条件に入力された情報が存在しません"),
        (SIX_ALIKE, "該当件数が5件を超える場合は一覧表示できません。"),
        (JUGOTA, "この資格は無効です。"),
        (ICHIRO, "この資格は有効です。"),
    ):
        page.goto("/lookup")
        search(page, typed)
        expect(page.get_by_role("heading", level=2).filter(has_text=says)).to_be_visible()


def test_errors_are_said_keep_what_was_typed_and_lead_to_their_field(desk: Desk) -> None:
    page = desk.window("viewer", javascript=False)
    open_form(page)
    typed = {**TARO, "birth_year": "64", "birth_month": "1", "birth_day": "8", "sex": ""}
    search(page, typed)
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).to_have_count(2)
    assert typed.items() <= values(page).items()
    links.nth(1).click()
    expect(page.locator("#sex")).to_be_focused()
    page.get_by_label("平成元年1月8日として検索する").check()
    search(page, {"sex": "1"})
    expect(page.get_by_text("検索条件に入力された情報が存在しません")).to_be_visible()


def test_clear_empties_the_form(desk: Desk) -> None:
    page = desk.window("viewer", javascript=False)
    open_form(page)
    empty = values(page)
    fill(page, TARO)
    page.get_by_role("button", name="クリア").click()
    expect(page.locator("#name")).to_have_value("")
    assert values(page) == empty


def test_no_button_is_there_that_needs_a_script(desk: Desk) -> None:
    page = desk.window("viewer", javascript=False)
    open_form(page)
    expect(page.get_by_role("button", name="カレンダー")).to_have_count(0)
    assert page.get_by_role("main").get_by_role("button").all_inner_texts() == ["検索", "クリア"]
