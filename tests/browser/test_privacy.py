"""No patient's fact leaves the page: no address, title, cookie, store or console of the browser has it, and no log."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from tests.browser.desk import CHROMIUM_FLAGS, Desk, a_desk, items, log_in, look_up, open_form, search, values
from tests.browser.people import ICHIRO, JUGOTA, NOBODY, TARO
from tests.browser.service import Installation

FACTS = (
    *("新橋", "太郎", "一郎", "佐藤", "十五太", "ｼﾝﾊﾞｼ", "東京都", "港区", "足立区", "皇居裏", "5丁目", "船員保険"),
    *("北海道新聞社", "サンプル保険者", "昭和29年", "19540326", "1954-03-26", "1954/03/26", "1984-04-01", "06139000"),
)
"""What was typed, and what was found."""


@pytest.fixture
def chromium_that_keeps_pages(playwright: Playwright, chromium_path: Path) -> Iterator[Browser]:
    """A browser that keeps whole pages for Back, as staff's do and browsers under test otherwise do not."""
    browser = playwright.chromium.launch(
        executable_path=chromium_path,
        args=CHROMIUM_FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
        timeout=60_000,
    )
    yield browser
    browser.close()


def test_no_fact_is_in_an_address_a_title_a_cookie_a_store_or_the_console(desk: Desk) -> None:
    page = desk.window("viewer")
    cookies_before = page.context.cookies()
    told: list[str] = []
    page.context.on("request", lambda request: told.append(_outside_the_body(request)))
    page.on("load", lambda loaded: told.append(loaded.url))
    _whole_flow(page, told)
    assert _facts_in(" ".join(told + desk.console)) == []
    assert page.context.cookies() == cookies_before
    assert _stores(page.context) == []


def test_no_fact_is_in_the_log_even_at_debug_level(desk: Desk, installation: Installation) -> None:
    page = desk.window("viewer")
    before = installation.log.stat().st_size
    _whole_flow(page, [])
    search(page, {**TARO, "birth_day": "32", "insurer_name": "\t"})
    expect(page.get_by_role("alert")).to_be_visible()
    log = installation.log.read_bytes()[before:].decode()
    assert "lookup.submit" in log
    assert _facts_in(log.encode().decode("unicode_escape", "replace") + log) == []


def test_a_handle_is_in_no_log(desk: Desk, installation: Installation) -> None:
    page = desk.window("viewer")
    look_up(page, ICHIRO)
    page.wait_for_url("**/lookup/results/*")
    handle = page.url.rpartition("/")[2]
    page.reload()
    assert handle not in installation.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["a log-in of another account", "another log-in of the same account", "no log-in"])
def test_a_handle_opens_nothing_for(desk: Desk, way: str) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    search_address = page.url
    result_address = page.locator("tbody").get_by_role("link").first.get_attribute("href")
    assert result_address
    stranger = desk.window()
    if way != "no log-in":
        log_in(stranger, "admin" if "another account" in way else "viewer")
    for address in (search_address, result_address):
        response = stranger.goto(address)
        assert response
        if way == "no log-in":
            expect(stranger.get_by_role("heading", level=1)).to_have_text("ログイン")
        else:
            assert response.status == 404
        assert _facts_in(stranger.content()) == []
    page.reload()
    expect(page.get_by_text("検索結果： 2 件")).to_be_visible()


def test_two_tabs_with_two_patients_do_not_mix(desk: Desk) -> None:
    first = desk.window("viewer")
    second = first.context.new_page()
    second.goto("/menu")
    open_form(first)
    open_form(second)
    search(first, ICHIRO)
    expect(first.get_by_text("この資格は有効です。")).to_be_visible()
    search(second, JUGOTA)
    expect(second.get_by_text("この資格は無効です。")).to_be_visible()
    first.reload()
    assert items(first)["番号"] == "12345"
    first.get_by_role("link", name="戻る").click()
    first.wait_for_url("**/lookup/searches/*")
    assert ICHIRO.items() <= values(first).items()
    first.get_by_role("button", name="クリア").click()
    first.wait_for_url("**/lookup")
    second.reload()
    assert items(second)["番号"] == "1020001"
    second.get_by_role("link", name="戻る").click()
    second.wait_for_url("**/lookup/searches/*")
    assert JUGOTA.items() <= values(second).items()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_back_after_log_out_shows_no_record_that_the_browser_kept(
    chromium_that_keeps_pages: Browser, address: str, javascript: bool
) -> None:
    with a_desk(chromium_that_keeps_pages, address) as desk:
        _expect_nothing_after_log_out(desk.window(javascript=javascript))


def test_back_after_log_out_shows_no_record_out_of_the_cache(desk: Desk) -> None:
    _expect_nothing_after_log_out(desk.window())


def test_back_after_next_patient_does_not_show_the_former_patient(
    chromium_that_keeps_pages: Browser, address: str
) -> None:
    with a_desk(chromium_that_keeps_pages, address) as desk:
        page = desk.window("viewer")
        look_up(page, ICHIRO)
        page.wait_for_url("**/lookup/results/*")
        page.get_by_role("button", name="次の患者へ").click()
        page.wait_for_url("**/lookup")
        page.go_back(wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_have_text("検索結果を表示できません")
        assert _facts_in(page.content()) == []


def test_a_page_is_asked_of_nobody_but_the_service(desk: Desk, address: str) -> None:
    page = desk.window()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    log_in(page, "viewer")
    _whole_flow(page, [])
    assert asked
    assert [url for url in asked if not url.startswith(f"{address}/")] == []


def _whole_flow(page: Page, told: list[str]) -> None:
    """List, confirmation, back, nobody, an error; the titles met on the way go to ``told``."""
    open_form(page)
    search(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    told += [page.title(), page.url]
    page.locator("tbody").get_by_role("link").first.click()
    page.wait_for_url("**/lookup/results/*")
    told += [page.title(), page.url]
    page.get_by_role("link", name="戻る").click()
    page.wait_for_url("**/lookup/searches/*")
    search(page, ICHIRO)
    page.wait_for_url("**/lookup/results/*")
    told += [page.title(), page.url]
    page.goto("/lookup")
    search(page, NOBODY)
    page.wait_for_url("**/lookup/searches/*")
    search(page, {**TARO, "birth_month": "13"})
    expect(page.get_by_role("alert")).to_be_visible()
    told += [page.title(), page.url]


def _expect_nothing_after_log_out(page: Page) -> None:
    log_in(page, "viewer")
    look_up(page, TARO)
    page.wait_for_url("**/lookup/searches/*")
    page.locator("tbody").get_by_role("link").first.click()
    page.wait_for_url("**/lookup/results/*")
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/login")
    for _ in range(2):
        page.go_back(wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")
        assert _facts_in(page.content()) == []


def _outside_the_body(request: Request) -> str:
    """Everything of a request but what a form sends, which has to hold the facts."""
    return f"{request.url} {request.headers}"


def _facts_in(text: str) -> list[str]:
    return [fact for fact in FACTS if fact in text or quote(fact) in text]


def _stores(context: BrowserContext) -> list[str]:
    """What pages keep in the browser beside cookies."""
    return [
        kept
        for page in context.pages
        for kept in page.evaluate(
            "async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),"
            " ...(await indexedDB.databases()).map((base) => base.name), ...(await caches.keys())]"
        )
    ]
