"""The pages in a real Chromium: nothing for axe to find, the keyboard alone is enough, and so is no JavaScript."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from app.lookup.messages import NONE
from engine.open import open_engine
from tests.app.browser import PASSWORD
from tests.app.databases import only_on_sqlite
from tests.app.fake_engine import UnavailableEngine
from tests.app.lookup.people import TARO_TYPED
from tests.app.lookup.serving import served
from tests.app.records import ICHIRO, ICHIRO_TYPED, publish

pytestmark = only_on_sqlite
"""The pages are the same on every database, and a browser takes its time."""

DESK: ViewportSize = {"width": 1280, "height": 900}
DESK_AT_200_PERCENT: ViewportSize = {"width": 640, "height": 450}


@pytest.fixture(scope="module")
def chromium(chromium_path: Path) -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium_path), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def open_page(chromium: Chromium, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a window at the log-in page; paths are relative to the service."""
    contexts = []

    def make(*, at: str = address, javascript: bool = True) -> Page:
        context = chromium.new_context(base_url=at, viewport=DESK, java_script_enabled=javascript)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        return page

    yield make
    for context in contexts:
        context.close()


def log_in(page: Page, user_id: str = "medical_viewer") -> None:
    page.get_by_label("ユーザID").fill(user_id)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url("**/menu")


def fill(page: Page, typed: dict[str, str]) -> None:
    for field, value in typed.items():
        place = page.locator(f"#{field}")
        if field in {"birth_era", "sex"}:
            place.select_option(value)
        else:
            place.fill(value)


def search(page: Page, typed: dict[str, str]) -> None:
    page.goto("/lookup")
    fill(page, typed)
    page.get_by_role("button", name="検索").click()


def log_in_page(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")


def log_in_refused(page: Page) -> None:
    page.get_by_label("ユーザID").fill("nobody")
    page.get_by_role("button", name="ログイン").click()
    expect(page.get_by_role("alert")).to_be_focused()


def menu(page: Page) -> None:
    log_in(page)


def menu_without_the_item(page: Page) -> None:
    log_in(page, "other")
    expect(page.get_by_text("現在、利用できる機能はありません。")).to_be_visible()


def refused_account(page: Page) -> None:
    log_in(page, "general")
    page.get_by_role("link", name="資格情報照会（システム障害時）").click()
    page.wait_for_url("**/lookup")


def empty_form(page: Page) -> None:
    log_in(page)
    page.get_by_role("link", name="資格情報照会（システム障害時）").click()
    expect(page.locator("#name")).to_be_focused()


def wrong_input(page: Page) -> None:
    log_in(page)
    search(page, {"birth_year": "64", "birth_month": "1", "birth_day": "8", "as_of": ""})
    expect(page.locator("#error-summary")).to_be_focused()


def candidates(page: Page) -> None:
    log_in(page)
    search(page, TARO_TYPED)
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.locator("#result")).to_be_focused()


def nobody_found(page: Page) -> None:
    log_in(page)
    search(page, {**TARO_TYPED, "name": "新橋零郎"})
    expect(page.locator("#result")).to_be_in_viewport()


def too_many(page: Page) -> None:
    log_in(page)
    search(page, {**ICHIRO_TYPED, "name": "新橋六人"})
    expect(page.locator("#result")).to_be_in_viewport()


def valid_record(page: Page) -> None:
    log_in(page)
    search(page, ICHIRO_TYPED)
    expect(page.locator("#validity")).to_have_text("この資格は有効です。")


def invalid_record(page: Page) -> None:
    log_in(page)
    search(page, {**ICHIRO_TYPED, "name": "新橋花子", "address": "", "insurer_name": "むかし"})
    expect(page.locator("#validity")).to_have_text("この資格は無効です。")


def wrong_handle(page: Page) -> None:
    log_in(page)
    page.goto("/lookup/results/x")
    expect(page.get_by_role("heading", level=1)).to_have_text("検索結果を表示できません")


STATES = [
    log_in_page,
    log_in_refused,
    menu,
    menu_without_the_item,
    refused_account,
    empty_form,
    wrong_input,
    candidates,
    nobody_found,
    too_many,
    valid_record,
    invalid_record,
    wrong_handle,
]


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_page: Callable[..., Page], reach: Callable[[Page], None]
) -> None:
    page = open_page()
    reach(page)
    check(page)


def test_axe_finds_nothing_when_the_record_changed_since(
    open_page: Callable[..., Page], make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    folder = tmp_path / "own-engine"
    engine = open_engine(publish(folder, [ICHIRO]))
    with served(make_app(engine=engine)) as address:
        page = open_page(at=address)
        valid_record(page)
        publish(folder, [replace(ICHIRO, address="東京都千代田区1")])
        page.reload()
        expect(page.locator("#changed")).to_be_focused()
        check(page)
        page.get_by_role("button", name="同じ条件で再検索").click()
        expect(page.locator("#result")).to_have_text(NONE)


def test_axe_finds_nothing_when_the_engine_is_away(
    open_page: Callable[..., Page], make_app: Callable[..., Flask]
) -> None:
    with served(make_app(engine=UnavailableEngine())) as address:
        page = open_page(at=address)
        log_in(page)
        search(page, TARO_TYPED)
        expect(page.get_by_role("alert")).to_be_focused()
        check(page)


def check(page: Page) -> None:
    """Nothing for axe to find and nothing wider than the window, at 100 % and at 200 % zoom."""
    for window in (DESK, DESK_AT_200_PERCENT):
        page.set_viewport_size(window)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_keyboard_alone_leads_from_the_log_in_to_the_record_and_to_the_next_patient(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    keyboard = page.keyboard
    keyboard.type("medical_viewer")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    page.wait_for_url("**/menu")
    page.get_by_role("link", name="資格情報照会（システム障害時）").press("Enter")
    page.wait_for_url("**/lookup")
    for piece in ("新橋太郎", "", "", "29", "3", "26", "1", "東京都"):
        if piece:
            keyboard.type(piece)
        keyboard.press("Tab")
    keyboard.press("Enter")
    page.wait_for_url("**/lookup/searches/*")
    keyboard.press("Tab")
    expect(page.get_by_role("link", name="新橋 太郎").first).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    page.wait_for_url("**/lookup/results/*")
    expect(page.get_by_text("北海道新聞社健康保険組合")).to_be_visible()
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    page.wait_for_url("**/lookup")
    expect(page.locator("#name")).to_have_value("")


def test_a_candidate_is_chosen_by_a_click_anywhere_in_its_row(open_page: Callable[..., Page]) -> None:
    page = open_page()
    candidates(page)
    page.get_by_role("row").filter(has_text="北海道新聞社健康保険組合").click(position={"x": 900, "y": 20})
    page.wait_for_url("**/lookup/results/*")
    expect(page.get_by_text("北海道新聞社健康保険組合")).to_be_visible()


def test_everything_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(javascript=False)
    log_in(page)
    search(page, {**TARO_TYPED, "sex": ""})
    expect(page.get_by_role("alert")).to_contain_text("性別を選択してください。")
    page.locator("#sex").select_option("1")
    page.get_by_role("button", name="検索").click()
    page.get_by_role("link", name="新橋 太郎").first.click()
    expect(page.locator("#validity")).to_have_text("この資格は有効です。")
    page.get_by_role("link", name="戻る").click()
    expect(page.locator("#name")).to_have_value("新橋太郎")
    expect(page.get_by_role("link", name="新橋 太郎")).to_have_count(2)
    page.get_by_role("button", name="クリア").click()
    expect(page.locator("#name")).to_have_value("")
    expect(page.get_by_role("button", name="カレンダー")).to_have_count(0)


def test_the_calendar_button_is_added_by_the_script_and_sets_the_text_field(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    empty_form(page)
    expect(page.get_by_role("button", name="カレンダー")).to_be_visible()
    page.locator("input[type=date]").evaluate(
        "day => { day.value = '2024-02-29'; day.dispatchEvent(new Event('change')); }"
    )
    expect(page.locator("#as_of")).to_have_value("2024/02/29")


def test_a_second_press_of_the_button_sends_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page()
    empty_form(page)
    prevented = page.evaluate(
        """() => {
            const form = document.getElementById("lookup-form");
            const press = () => !form.dispatchEvent(new Event("submit", {cancelable: true}));
            return [press(), press()];
        }"""
    )
    assert prevented == [False, True]
