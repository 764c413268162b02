"""[利用状況] in a real browser, and what a clinic sees when a limit of look-ups is reached."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk, a_desk, look_up, search, values
from tests.browser.page_checks import check_every_width
from tests.browser.people import ICHIRO, NOBODY, TARO, Typed
from tests.browser.service import Installation, install, served


@pytest.fixture(scope="module")
def limited(installation: Installation, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Desks at a new service, whose trail knows no look-up, where an account may look up four times an hour."""
    apart = install(tmp_path_factory.mktemp("limited"))
    shutil.copytree(installation.engine_folder, apart.engine_folder)
    with served(apart, SHIKAKU_ACCOUNT_LOOK_UPS_PER_HOUR="4") as address, a_desk(chromium, address) as desk:
        for typed in (ICHIRO, TARO, NOBODY, TARO):
            _finish(desk, typed)
        yield desk


def test_a_look_up_past_the_limit_is_refused_with_the_form_as_typed(limited: Desk) -> None:
    page = limited.window("viewer")
    look_up(page, TARO)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("このユーザIDの検索回数が上限（60分間に4回）に達したため")
    expect(alert).to_contain_text("該当者がいないという意味ではありません。")
    expect(alert).to_be_focused()
    assert values(page)["name"] == TARO["name"]
    check_every_width(page)


def test_the_overview_shows_charts_with_the_same_numbers_as_their_tables(limited: Desk) -> None:
    page = _at_usage(limited)
    expect(page.get_by_role("img", name="日ごとの検索")).to_be_visible()
    institutions = page.get_by_role("img", name="医療機関等ごとの結果")
    expect(institutions).to_be_visible()
    expect(institutions.locator("rect").filter(has_text="候補一覧 2")).to_have_count(1)
    row = page.get_by_role("region", name="医療機関等ごとの結果の表").get_by_role("row").nth(1)
    assert row.get_by_role("cell").all_inner_texts()[3:7] == ["1", "2", "1", "0"]
    expect(page.get_by_role("heading", name="検索回数の上限に近い、又は達した利用があります。")).to_be_visible()
    check_every_width(page)


def test_a_table_is_reached_narrowed_and_downloaded(limited: Desk, tmp_path: Path) -> None:
    page = _at_usage(limited)
    page.get_by_role("navigation", name="利用状況の表").get_by_role("link", name="アカウント別", exact=True).click()
    expect(page.get_by_role("heading", name="アカウント別", level=2)).to_be_visible()
    page.get_by_label("結果").select_option(label="候補一覧")
    page.get_by_role("button", name="表示").click()
    row = page.locator("tbody").get_by_role("row")
    expect(row).to_have_count(1)
    expect(row.get_by_role("cell").nth(2)).to_have_text("2")
    check_every_width(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSVをダウンロード").click()
    download.value.save_as(tmp_path / "accounts.csv")
    with (tmp_path / "accounts.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, cells = csv.reader(file)
    assert (heading[1], cells[1], cells[2]) == ("ユーザID", "viewer", "2")


def test_every_table_looks_right_at_every_width(limited: Desk) -> None:
    page = _at_usage(limited)
    links = page.get_by_role("navigation", name="利用状況の表").get_by_role("link")
    for name in links.all_inner_texts()[1:]:
        page.get_by_role("navigation", name="利用状況の表").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, level=2, exact=True)).to_be_visible()
        check_every_width(page)


def test_wrong_filters_are_told_at_their_fields(limited: Desk) -> None:
    page = _at_usage(limited)
    page.get_by_label("開始日").fill("2025/02/30")
    page.get_by_label("同じ方の検索とする回数").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("2件の誤り")
    expect(page.get_by_label("開始日")).to_have_value("2025/02/30")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("開始日")).to_be_focused()
    check_every_width(page)


def test_the_tables_of_the_charts_scroll_by_keyboard(limited: Desk) -> None:
    page = _at_usage(limited)
    region = page.get_by_role("region", name="日ごとの検索の表")
    region.focus()
    expect(region).to_be_focused()


def _at_usage(desk: Desk) -> Page:
    page = desk.window("operator")
    page.goto("/operator/usage")
    expect(page.get_by_role("heading", level=1)).to_have_text("利用状況")
    return page


def _finish(desk: Desk, typed: Typed) -> None:
    page = desk.window("viewer")
    page.goto("/lookup")
    search(page, typed)
    page.wait_for_url("**/lookup/*/*")
