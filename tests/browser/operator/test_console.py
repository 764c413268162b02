"""The 実施機関 at its console, and what a clinic sees of it on its next click."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from app.clock import JAPAN
from tests.browser.desk import ITEM, Desk, look_up
from tests.browser.focus import expect_stop
from tests.browser.people import ICHIRO, TARO
from tests.browser.service import CLINIC, Installation

CLOSED: Final = "現在、この機能は利用できません。"
TITLE: Final = "障害対応のため照会を開始します"


@pytest.fixture
def no_window(installation: Installation) -> Iterator[None]:
    """No window is open; after the test the usual one is again."""
    installation.shikaku("window", "close", "--all")
    yield
    installation.shikaku("window", "close", "--all")
    installation.open_window()


def day(offset: int) -> str:
    """Today in Japan, so many days later."""
    return f"{datetime.now(JAPAN).date() + timedelta(days=offset):%Y/%m/%d}"


def go_to(page: Page, section: str) -> None:
    """By the console's navigation."""
    page.get_by_role("navigation", name="実施機関の管理画面").get_by_role("link", name=section, exact=True).click()
    expect(page.locator("[aria-current=page]").filter(has_text=section)).to_be_visible()


def make_group(page: Page, name: str) -> None:
    """A group with the clinic in it."""
    go_to(page, "医療機関等")
    code = page.locator("tbody").get_by_role("row").filter(has_text=CLINIC).get_by_role("link").inner_text()
    go_to(page, "グループ")
    page.get_by_role("link", name="登録", exact=True).click()
    page.get_by_label("グループの名称").fill(name)
    page.get_by_role("button", name="登録する").click()
    page.get_by_role("link", name="医療機関等の追加・除外").click()
    page.get_by_label("医療機関コード").fill(f"{code}\n")
    page.get_by_role("button", name="追加する").click()
    expect(page.get_by_role("status")).to_have_text("1件の医療機関等を追加しました。")
    expect(page.locator("tbody")).to_contain_text(CLINIC)


def open_window(page: Page, group: str) -> None:
    """For a group, for today, with a notice of the operator's own."""
    go_to(page, "利用期間")
    page.get_by_role("link", name="利用期間を設定").click()
    page.get_by_label("グループ", exact=True).and_(page.get_by_role("radio")).check()
    page.locator("#group").select_option(label=group)
    page.locator("#opens_on").fill(day(0))
    page.locator("#closes_on").fill(day(0))
    page.locator("#outage_began_at").fill(f"{day(-3)} 9:30")
    page.locator("#outage_ended_at").fill(f"{day(-1)} 17:00")
    page.locator("#notice_title").fill(TITLE)
    page.get_by_role("button", name="設定する").click()
    expect(page.get_by_role("status")).to_have_text("利用期間を設定し、お知らせを出しました。")


@pytest.mark.usefixtures("no_window")
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_window_is_opened_for_a_group_changed_and_closed_under_a_clinics_eyes(
    desk: Desk, *, javascript: bool
) -> None:
    clinic = desk.window("viewer")
    expect(clinic.get_by_role("link", name=ITEM, exact=True)).to_have_count(0)
    operator = desk.window("operator", javascript=javascript)
    group = f"東京都（{'1' if javascript else '2'}）"
    make_group(operator, group)
    open_window(operator, group)
    window = operator.url

    clinic.reload()
    expect(clinic.get_by_role("link", name=ITEM, exact=True)).to_be_visible()
    expect(clinic.get_by_role("main")).to_contain_text(TITLE)
    look_up(clinic, ICHIRO)
    expect(clinic.get_by_text("この資格は有効です。")).to_be_visible()

    operator.get_by_role("link", name="変更", exact=True).click()
    expect(operator.locator("#closes_on")).to_have_value(day(0))
    operator.locator("#closes_on").fill(day(5))
    operator.get_by_role("button", name="変更する").click()
    expect(operator.get_by_role("main")).to_contain_text(f"{day(0)}～{day(5)}")
    clinic.goto("/menu")
    expect(clinic.get_by_role("main")).to_contain_text("変更のお知らせ")

    look_up(clinic, TARO)
    clinic.wait_for_url("**/lookup/searches/*")
    found = clinic.url
    operator.get_by_role("link", name="終了する").click()
    expect(operator.get_by_role("main")).to_contain_text("直ちに資格情報照会を利用できなくなります")
    operator.get_by_role("button", name="終了する").click()
    expect(operator.get_by_role("main")).to_contain_text("途中で終了")
    assert operator.url == window
    clinic.locator("tbody").get_by_role("link").first.click()
    expect(clinic.get_by_text(CLOSED)).to_be_visible()
    expect(clinic.get_by_role("main")).not_to_contain_text("新橋")
    answer = clinic.goto(found)
    assert answer
    assert answer.status == 403
    clinic.goto("/menu")
    expect(clinic.get_by_role("link", name=ITEM, exact=True)).to_have_count(0)
    expect(clinic.get_by_role("main")).to_contain_text("利用終了のお知らせ")

    go_to(operator, "お知らせ")
    rows = operator.locator("tbody").get_by_role("row")
    expect(rows.nth(0)).to_contain_text("利用終了")
    expect(rows.nth(2)).to_contain_text(TITLE)
    expect(rows.nth(2)).to_contain_text(group)


@pytest.mark.usefixtures("no_window")
def test_a_window_is_opened_by_the_keyboard_alone(desk: Desk) -> None:
    page = desk.window("operator")
    _tab_until(page, page.get_by_role("main").get_by_role("link", name="利用期間を設定"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/operator/windows/new")
    _tab_until(page, page.get_by_role("radio", name="すべての医療機関等"))
    page.keyboard.press("Space")
    for field, typed in (("opens_on", day(0)), ("closes_on", day(-1))):
        _tab_until(page, page.locator(f"#{field}"))
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_stop(page, page.locator("#closes_on"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(day(1))
    _tab_until(page, page.get_by_role("button", name="設定する"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("利用期間を設定し、お知らせを出しました。")
    expect(page.get_by_role("main")).to_contain_text(f"{day(0)}～{day(1)}")
    _tab_until(page, page.get_by_role("link", name="終了する"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/close")
    _tab_until(page, page.get_by_role("button", name="終了する"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("途中で終了")


def test_a_file_of_institutions_is_entered_from_the_desk(desk: Desk) -> None:
    page = desk.window("operator")
    page.goto("/operator/institutions/import")
    lines = "code,name,mail\n2000000001,一番診療所,\n2000000002,二番薬局,desk@clinic.example\n"
    page.locator("#file").set_input_files(_file(f"{lines}20,三番診療所,\n"))
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("alert")).to_contain_text("4行目：医療機関コードが2桁です。")
    page.locator("#file").set_input_files(_file(lines))
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("status")).to_have_text("2件の医療機関等を登録しました。")
    page.get_by_label("医療機関コード又は名称").fill("番薬")
    page.get_by_role("button", name="検索").click()
    page.wait_for_url(re.compile("q="))
    expect(page.locator("tbody").get_by_role("row")).to_have_count(1)
    page.locator("tbody").get_by_role("link").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("二番薬局")


@pytest.mark.usefixtures("no_window")
def test_a_clinic_never_reaches_the_console(desk: Desk) -> None:
    page = desk.window("admin")
    for path in ("", "windows/new", "institutions"):
        answer = page.goto(f"/operator/{path}")
        assert answer
        assert answer.status == 404


def _file(text: str) -> FilePayload:
    """As a spreadsheet in Japan writes it."""
    return {"name": "institutions.csv", "mimeType": "text/csv", "buffer": text.encode("cp932")}


def _tab_until(page: Page, place: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            break
    expect_stop(page, place)
