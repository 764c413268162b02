"""What staff see when something is not as it should be: records that changed, no engine, too many requests."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import people
from tests.browser.desk import Desk, a_desk, items, log_in, look_up, search, values
from tests.browser.page_checks import check_every_width
from tests.browser.people import ICHIRO, MOVES, TARO
from tests.browser.service import Installation, served


@pytest.fixture
def second_installation(installation: Installation, tmp_path: Path) -> Installation:
    """Another installation with the same records, whose engine may be taken away."""
    return installation.copy_to(tmp_path / "second")


def test_a_record_that_changed_since_is_not_shown_and_found_again_by_the_same_conditions(
    desk: Desk, installation: Installation
) -> None:
    page = desk.window("viewer")
    look_up(page, MOVES)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    feed = people.feed_of_who_moves("東京都千代田区2")
    (installation.feeds / "moves.csv").write_text(feed, encoding="utf-8")
    installation.load()
    with page.expect_response("**/lookup/results/*") as answer:
        page.reload()
    assert answer.value.status == 409
    expect(page.get_by_text("資格情報が更新されました。再検索してください")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("試験")
    check_every_width(page)
    page.get_by_role("button", name="同じ条件で再検索").click()
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    assert items(page)["住所"].startswith("東京都千代田区2")


def test_loading_a_feed_does_not_disturb_those_whose_records_stay_the_same(
    desk: Desk, installation: Installation
) -> None:
    page = desk.window("viewer")
    look_up(page, ICHIRO)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    installation.load()
    page.reload()
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()


def test_without_the_engine_nobody_is_said_to_be_missing_and_the_conditions_stay(
    chromium: Browser, second_installation: Installation
) -> None:
    with served(second_installation) as address, a_desk(chromium, address) as desk:
        page = desk.window("viewer")
        look_up(page, TARO)
        page.wait_for_url("**/lookup/searches/*")
        second_installation.engine_folder.rename(second_installation.folder / "away")
        page.locator("tbody").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ただいま資格情報を照会できません")
        expect(page.get_by_text("該当者がいないという意味ではありません。")).to_be_visible()
        check_every_width(page)
        page.goto("/lookup")
        with page.expect_response("**/lookup") as answer:
            search(page, TARO)
        assert answer.value.status == 503
        expect(page.get_by_role("alert")).to_contain_text("該当者がいないという意味ではありません。")
        expect(page.get_by_role("main")).not_to_contain_text("存在しません")
        assert TARO.items() <= values(page).items()
        check_every_width(page)
        (second_installation.folder / "away").rename(second_installation.engine_folder)
        page.get_by_role("button", name="検索").click()
        expect(page.get_by_text("検索結果： 2 件")).to_be_visible()


def test_too_many_look_ups_in_a_minute_are_told_to_wait(chromium: Browser, second_installation: Installation) -> None:
    with (
        served(second_installation, SHIKAKU_LOOK_UPS_PER_MINUTE="1") as address,
        a_desk(chromium, address) as desk,
    ):
        page = desk.window("viewer")
        look_up(page, ICHIRO)
        page.get_by_role("button", name="次の患者へ").click()
        page.wait_for_url("**/lookup")
        with page.expect_response("**/lookup") as answer:
            search(page, ICHIRO)
        assert answer.value.status == 429
        expect(page.get_by_text("1分ほど待ってから、もう一度操作してください。")).to_be_visible()
        check_every_width(page)


def test_too_many_log_ins_in_a_minute_are_told_to_wait(chromium: Browser, second_installation: Installation) -> None:
    with (
        served(second_installation, SHIKAKU_LOG_INS_PER_MINUTE="1") as address,
        a_desk(chromium, address) as desk,
    ):
        page = desk.window()
        log_in(page, "viewer")
        page.get_by_role("button", name="ログアウト").click()
        page.wait_for_url("**/login")
        page.get_by_label("ユーザID").fill("viewer")
        page.get_by_role("button", name="ログイン").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("操作の回数が多すぎます")
