"""An administrator makes an account, its user comes in and chooses a password, and the administrator ends it."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.desk import Desk, open_form
from tests.browser.page_checks import check_every_width

OWN_PASSWORD = "a long phrase of one's own"

VIEWER, GENERAL = "reception-2", "reception-3"


def test_an_account_from_its_making_to_its_end(desk: Desk) -> None:
    administrator = desk.window("admin")
    password = _make_account(administrator, VIEWER)
    user = desk.window()
    _first_log_in(user, VIEWER, password)
    open_form(user)
    _disable(administrator, VIEWER)
    user.get_by_role("button", name="検索").click()
    expect(user.get_by_role("heading", level=1)).to_have_text("ログイン")
    expect(user.get_by_role("main")).to_contain_text("利用が停止された")
    _send(user, VIEWER, OWN_PASSWORD)
    expect(user.get_by_role("alert")).to_contain_text("このアカウントは利用できません")


def test_no_way_back_shows_a_one_time_password_again(desk: Desk) -> None:
    operator = desk.window("operator")
    operator.goto("/operator/accounts/new")
    check_every_width(operator)
    operator.get_by_label("ユーザID").fill(GENERAL)
    operator.get_by_label("一般アカウント").check()
    operator.get_by_label("医療機関コード").fill("1312345678")
    operator.get_by_role("button", name="作成する").click()
    operator.get_by_role("link", name="このアカウントの画面へ").click()
    operator.get_by_role("link", name="パスワードと二要素認証のリセット").click()
    operator.get_by_role("button", name="リセットする").click()
    password = operator.locator("code").inner_text()
    operator.get_by_role("link", name="アカウントの一覧へ").click()
    operator.wait_for_url("**/operator/accounts")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # nothing was stored, and the browser asks before it sends again
        operator.go_back()
    expect(operator.locator("body")).not_to_contain_text(password)


def _make_account(page: Page, user_id: str) -> str:
    page.get_by_role("link", name="アカウント管理").click()
    check_every_width(page)
    page.get_by_role("link", name="アカウントを作成する").click()
    page.get_by_label("ユーザID").fill("受付")
    page.get_by_role("button", name="作成する").click()
    expect(page.get_by_role("alert")).to_be_focused()
    check_every_width(page)
    page.get_by_label("ユーザID").fill(user_id)
    page.get_by_label("医療情報閲覧アカウント").check()
    page.get_by_role("button", name="作成する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("一回限りのパスワード")
    check_every_width(page)
    password = page.locator("code").inner_text()
    page.get_by_role("link", name="このアカウントの画面へ").click()
    expect(page.get_by_role("main")).to_contain_text("初回ログイン待ち")
    return password


def _first_log_in(page: Page, user_id: str, password: str) -> None:
    _send(page, user_id, password)
    expect(page.get_by_role("heading", level=1)).to_have_text("新しいパスワードの設定")
    page.get_by_label("新しいパスワード", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("新しいパスワード（確認）").fill(OWN_PASSWORD)
    page.get_by_role("button", name="変更").click()
    page.wait_for_url("**/menu")


def _send(page: Page, user_id: str, password: str) -> None:
    page.get_by_label("ユーザID").fill(user_id)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン").click()


def _disable(page: Page, user_id: str) -> None:
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("利用中")
    check_every_width(page)
    page.get_by_role("link", name="利用の停止").click()
    check_every_width(page)
    page.get_by_role("button", name="利用を停止する").click()
    expect(page.get_by_role("status")).to_have_text("利用を停止しました。")
    expect(page.get_by_role("main")).to_contain_text("停止")
