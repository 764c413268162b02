"""A first log-in in a real Chromium: a second factor, its recovery codes, a password of one's own; then a next one."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.desk import Desk, a_desk
from tests.browser.page_checks import check_every_width
from tests.browser.service import PASSWORD, Installation, install, served

NEW_PASSWORD = "tk7!wqpz"


@pytest.fixture(scope="module")
def strict_address(chromium_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service where every account must have a second factor, and be at one place at a time."""
    installation: Installation = install(tmp_path_factory.mktemp("strict"))
    (installation.feeds / "people.csv").write_text(people.feed(), encoding="utf-8")
    installation.load()
    installation.must_change_passwords(must=True)
    with served(installation, SHIKAKU_REQUIRE_TOTP="1", SHIKAKU_SESSIONS_PER_ACCOUNT="1") as address:
        yield address


@pytest.fixture
def strict_desk(chromium: Browser, strict_address: str) -> Iterator[Desk]:
    with a_desk(chromium, strict_address) as desk:
        yield desk


def type_password(page: Page, user_id: str, password: str) -> None:
    page.get_by_label("ユーザID").fill(user_id)
    page.get_by_label("パスワード").fill(password)
    page.keyboard.press("Enter")


def type_code(page: Page, code: str) -> None:
    expect(page.get_by_label("確認コード")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def expect_screen(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def shown_secret(page: Page) -> str:
    return page.locator(".secret").inner_text().replace(" ", "")


@pytest.mark.parametrize(("user_id", "javascript"), [("viewer", True), ("admin", False)])
def test_from_the_first_password_to_the_menu_and_in_again(strict_desk: Desk, user_id: str, javascript: bool) -> None:
    page = strict_desk.window(javascript=javascript)
    type_password(page, user_id, PASSWORD)
    totp = _set_up(page, check=javascript)
    recovery_codes = _keep_recovery_codes(page, check=javascript)
    _choose_a_password(page, check=javascript)
    page.wait_for_url("**/menu")
    page.get_by_role("button", name="ログアウト").click()
    _come_back(page, user_id, totp, check=javascript)
    _lose_the_telephone(strict_desk, page, user_id, recovery_codes, check=javascript)


def test_ones_own_account_in_every_width(strict_desk: Desk) -> None:
    page = strict_desk.window()
    type_password(page, "general", PASSWORD)
    _set_up(page, check=False)
    _keep_recovery_codes(page, check=False)
    _choose_a_password(page, check=False)
    page.get_by_role("link", name="アカウント設定").click()
    expect_screen(page, "アカウント設定")
    check_every_width(page)
    for link, screen in (
        ("パスワードを変更する", "パスワードの変更"),
        ("設定し直す", "二要素認証の設定"),
        ("回復コードを作り直す", "回復コードの作り直し"),
    ):
        page.get_by_role("link", name=link).click()
        expect_screen(page, screen)
        check_every_width(page)
        page.get_by_label("今のパスワード").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_focused()
        check_every_width(page)
        page.get_by_role("link", name="戻る").click()
    page.get_by_role("button", name="すべての端末からログアウト").click()
    page.wait_for_url("**/login")


def _set_up(page: Page, *, check: bool) -> pyotp.TOTP:
    """Scan, as far as a test can: the QR code is seen, and what it says stands beside it as text."""
    expect_screen(page, "二要素認証の設定")
    box = page.get_by_role("img", name="認証アプリで読み取るQRコード").bounding_box()
    assert box
    assert box["width"] > 150
    secret = shown_secret(page)
    type_code(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("確認コードが違います")
    assert shown_secret(page) == secret
    if check:
        check_every_width(page)
    totp = pyotp.TOTP(secret)
    page.get_by_label("確認コード").fill(totp.now())
    page.keyboard.press("Enter")
    return totp


def _keep_recovery_codes(page: Page, *, check: bool) -> list[str]:
    expect_screen(page, "回復コード")
    codes = page.locator(".recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    if check:
        check_every_width(page)
    page.get_by_role("link", name="保管したので次へ").click()
    return codes


def _choose_a_password(page: Page, *, check: bool) -> None:
    """The second one is pasted: nothing keeps a password manager from its work."""
    expect_screen(page, "新しいパスワードの設定")
    first, second = page.get_by_label("新しいパスワード", exact=True), page.get_by_label("新しいパスワード（確認）")
    first.fill(PASSWORD)
    second.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("今のパスワードと同じです")
    if check:
        check_every_width(page)
    page.get_by_label("新しいパスワード", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("新しいパスワード（確認）").focus()
    page.keyboard.insert_text(NEW_PASSWORD)
    page.keyboard.press("Enter")


def _come_back(page: Page, user_id: str, totp: pyotp.TOTP, *, check: bool) -> None:
    """With the telephone. The code that set it up is used up, so the next one counts."""
    type_password(page, user_id, NEW_PASSWORD)
    expect_screen(page, "確認コードの入力")
    if check:
        check_every_width(page)
        page.get_by_label("確認コード").focus()
    type_code(page, totp.at(int(time.time()) + totp.interval))
    page.wait_for_url("**/menu")


def _lose_the_telephone(desk: Desk, left: Page, user_id: str, recovery_codes: list[str], *, check: bool) -> None:
    """Log in elsewhere with a recovery code: the place that was left is told why it is out."""
    page = desk.window()
    type_password(page, user_id, NEW_PASSWORD)
    type_code(page, recovery_codes[0].lower())
    expect_screen(page, "回復コードの使用")
    expect(page.get_by_text(re.compile("残り9個"))).to_be_visible()
    if check:
        check_every_width(page)
    page.get_by_role("link", name="次へ").click()
    page.wait_for_url("**/menu")
    left.goto("/menu")
    expect(left.get_by_role("alert")).to_contain_text("別の場所で同じユーザIDのログインがあったため")
