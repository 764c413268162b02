"""方法3 is for new patients who came during the outage: the form says when that was, and helps to use its day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from app.clock import JAPAN
from tests.browser.desk import Desk, fill, look_up, open_form, search, values
from tests.browser.page_checks import check_every_width
from tests.browser.people import ICHIRO, NOBODY, SIX_ALIKE, TARO, Typed
from tests.browser.service import Installation

OUTSIDE: Final = "の外です。この機能は、障害中に来院した新規患者の資格確認に使います。"
REFUSED: Final = "障害期間の外の日では検索できません。"


def today() -> date:
    return datetime.now(JAPAN).date()


def open_window(installation: Installation, *options: str) -> tuple[date, date]:
    """Open one for an outage of the two days before yesterday, and give them."""
    recovered = today() - timedelta(days=1)
    first, last = recovered - timedelta(days=2), recovered - timedelta(days=1)
    installation.shikaku("window", "close", "--all", "--no-notice")
    installation.shikaku(
        *("window", "open", "--all", "--from", f"{recovered}", "--to", f"{today() + timedelta(days=1)}"),
        *("--outage-from", f"{first}T09:30", "--outage-to", f"{recovered}T00:00", "--no-notice", *options),
    )
    return first, last


@pytest.fixture
def reopened_after(installation: Installation) -> Iterator[Installation]:
    """The installation, whose usual window is open again after the test."""
    yield installation
    installation.shikaku("window", "close", "--all", "--no-notice")
    installation.open_window()


@pytest.fixture
def outage(reopened_after: Installation) -> tuple[date, date]:
    """First and last day of the outage of the window that is open."""
    return open_window(reopened_after)


@pytest.fixture
def strict_outage(reopened_after: Installation) -> tuple[date, date]:
    """The same, but the window is strict."""
    return open_window(reopened_after, "--strict")


def press_day(page: Page, day: date) -> None:
    page.get_by_role("button", name=f"{day:%Y/%m/%d}を資格確認日にする").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_button_sets_the_day_and_keeps_what_was_typed(
    desk: Desk, outage: tuple[date, date], javascript: bool
) -> None:
    page = desk.window("viewer", javascript=javascript)
    open_form(page)
    assert values(page)["as_of"] == f"{today():%Y/%m/%d}"
    fill(page, TARO)
    press_day(page, outage[1])
    assert values(page) == {**values(page), **TARO, "as_of": f"{outage[1]:%Y/%m/%d}"}
    assert page.url.endswith("/lookup")
    expect(page.locator("#as_of")).to_be_focused()
    expect(page.get_by_text(OUTSIDE)).to_have_count(0)
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**/lookup/searches/*")
    expect(page.get_by_text(OUTSIDE)).to_have_count(0)


def test_enter_in_a_field_still_searches(desk: Desk, outage: tuple[date, date]) -> None:
    page = desk.window("viewer")
    open_form(page)
    fill(page, TARO)
    page.locator("#address").press("Enter")
    page.wait_for_url("**/lookup/searches/*")
    assert values(page)["as_of"] == f"{today():%Y/%m/%d}"


def test_the_keyboard_goes_from_the_day_to_its_buttons_to_search(desk: Desk, outage: tuple[date, date]) -> None:
    page = desk.window("viewer", javascript=False)
    open_form(page)
    page.locator("#as_of").focus()
    for name in (*(f"{day:%Y/%m/%d}を資格確認日にする" for day in outage), "検索", "クリア"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()


@pytest.mark.parametrize("typed", [TARO, NOBODY, SIX_ALIKE], ids=["list", "none", "too many"])
def test_the_form_and_its_answers_say_that_the_day_is_outside(
    desk: Desk, outage: tuple[date, date], typed: Typed
) -> None:
    page = desk.window("viewer")
    open_form(page)
    expect(page.locator("#as_of-notice")).to_contain_text(f"資格確認日 {today():%Y/%m/%d} は障害期間（")
    search(page, typed)
    page.wait_for_url("**/lookup/searches/*")
    expect(page.locator(".result").get_by_text(OUTSIDE)).to_be_visible()
    check_every_width(page)


def test_the_confirmation_says_it_too(desk: Desk, outage: tuple[date, date]) -> None:
    page = desk.window("viewer")
    look_up(page, ICHIRO)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    expect(page.get_by_text(OUTSIDE)).to_be_visible()
    check_every_width(page)


def test_a_strict_window_refuses_at_the_field_and_the_button_helps(
    desk: Desk, strict_outage: tuple[date, date]
) -> None:
    page = desk.window("viewer")
    open_form(page)
    with page.expect_response("**/lookup") as answer:
        search(page, TARO)
    assert answer.value.status == 422
    expect(page.locator("#as_of-error")).to_contain_text(REFUSED)
    expect(page.get_by_role("alert").get_by_role("link")).to_contain_text(REFUSED)
    check_every_width(page)
    press_day(page, strict_outage[0])
    assert values(page) == {**values(page), **TARO}
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**/lookup/searches/*")


def test_a_window_closed_in_the_middle_ends_what_is_shown(
    desk: Desk, outage: tuple[date, date], installation: Installation
) -> None:
    page = desk.window("viewer")
    open_form(page)
    press_day(page, outage[0])
    search(page, ICHIRO)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    result = page.url
    installation.shikaku("window", "close", "--all", "--no-notice")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("利用期間外です")
    expect(page.get_by_role("main")).not_to_contain_text("新橋")
    open_window(installation)
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text("検索結果を表示できません")


def test_the_button_is_not_answered_once_the_window_is_closed(
    desk: Desk, outage: tuple[date, date], installation: Installation
) -> None:
    page = desk.window("viewer")
    open_form(page)
    fill(page, TARO)
    installation.shikaku("window", "close", "--all", "--no-notice")
    press_day(page, outage[0])
    expect(page.get_by_text("現在、この機能は利用できません。")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("新橋")
