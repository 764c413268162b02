"""The states that the pages can be in, each by its name, and how staff get there."""

from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.desk import Desk, log_in, look_up, open_form, search
from tests.browser.form_errors import ALL_AT_ONCE

Reach = Callable[[Desk], Page]

_VALID = "この資格は有効です。"
_INVALID = "この資格は無効です。"


def _at_log_in(desk: Desk) -> Page:
    return _headed(desk.window(), "ログイン")


def _after_a_wrong_password(desk: Desk) -> Page:
    page = desk.window()
    page.get_by_label("ユーザID").fill("viewer")
    page.get_by_label("パスワード").fill("wrong")
    page.get_by_role("button", name="ログイン").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def _at_menu(user_id: str) -> Reach:
    return lambda desk: _headed(desk.window(user_id), "メニュー")


def _at_form(desk: Desk) -> Page:
    page = desk.window("viewer")
    open_form(page)
    return page


def _with_errors(typed: people.Typed) -> Reach:
    def reach(desk: Desk) -> Page:
        page = _at_form(desk)
        search(page, typed)
        expect(page.get_by_role("alert")).to_be_visible()
        return page

    return reach


def _found(typed: people.Typed, says: str) -> Reach:
    def reach(desk: Desk) -> Page:
        page = desk.window("viewer")
        look_up(page, typed)
        expect(page.get_by_role("heading", level=2).filter(has_text=says)).to_be_visible()
        return page

    return reach


def _refused(desk: Desk) -> Page:
    page = desk.window("general")
    open_form(page)
    return page


def _at(user_id: str, path: str, title: str) -> Reach:
    def reach(desk: Desk) -> Page:
        page = desk.window(user_id)
        page.goto(path)
        return _headed(page, title)

    return reach


def _sent_after_another_log_in(desk: Desk) -> Page:
    """The form was open in one tab while another tab logged out and in again."""
    page = desk.window()
    log_in(page, "viewer")
    open_form(page)
    other_tab = page.context.new_page()
    other_tab.goto("/menu")
    other_tab.get_by_role("button", name="ログアウト").click()
    other_tab.wait_for_url("**/login")
    log_in(other_tab, "viewer")
    search(page, people.TARO)
    return _headed(page, "画面の有効期限が切れました")


def _headed(page: Page, title: str) -> Page:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


STATES: Final[Mapping[str, Reach]] = {
    "log-in": _at_log_in,
    "log-in refused": _after_a_wrong_password,
    "menu of medical_viewer": _at_menu("viewer"),
    "menu of administrator": _at_menu("admin"),
    "menu of general": _at_menu("general"),
    "menu of other": _at_menu("other"),
    "menu of operator": _at_menu("operator"),
    "form": _at_form,
    "form, nothing typed": _with_errors({}),
    "form, everything wrong": _with_errors(ALL_AT_ONCE),
    "list": _found(people.TARO, "複数の資格該当者が見つかりました。"),
    "none": _found(people.NOBODY, "検索条件に入力された情報が存在しません"),
    "too many": _found(people.SIX_ALIKE, "該当件数が5件を超える場合は一覧表示できません。"),
    "confirmation, valid": _found(people.ICHIRO, _VALID),
    "confirmation, lapsed": _found(people.JUGOTA, _INVALID),
    "confirmation, newer qualification": _found(people.CHANGED_INSURER, _INVALID),
    "confirmation, every item": _found(people.EVERYTHING_SENT, _VALID),
    "confirmation, no address": _found(people.CHILD_WITHOUT_ADDRESS, _VALID),
    "refused account": _refused,
    "unknown handle": _at("viewer", "/lookup/results/unknown", "検索結果を表示できません"),
    "unknown page": _at("viewer", "/unknown", "ページが見つかりません"),
    "unknown page before log-in": _at("", "/unknown", "ページが見つかりません"),
    "wrong method": _at("viewer", "/logout", "この操作はできません"),
    "form sent after another log-in": _sent_after_another_log_in,
}
