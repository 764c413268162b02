"""The states that the pages can be in, each by its name, and how staff get there."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.desk import Desk, log_in, look_up, open_form, search
from tests.browser.form_errors import ALL_AT_ONCE

Reach = Callable[[Desk], Page]

_GROUP: Final = "画面確認用のとても長い名称を付けたグループ（東京都及び周辺の県）"
_WRONG_WINDOW: Final = {
    "institution": "13",
    "opens_on": "2025/02/30",
    "closes_on": "12月",
    "outage_began_at": "2025/11/10 25:00",
    "outage_ended_at": "昨日の夕方",
}
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


def _console(path: str, title: str) -> Reach:
    return _at("operator", f"/operator/{path}", title)


def _first_in_the_console(path: str) -> Reach:
    """The page that the first row of a list leads to."""

    def reach(desk: Desk) -> Page:
        page = desk.window("operator")
        page.goto(f"/operator/{path}")
        page.locator("tbody").get_by_role("link").first.click()
        expect(page.get_by_role("link", name="一覧へ戻る")).to_be_visible()
        return page

    return reach


def _of_the_open_window(action: str) -> Reach:
    """A page about the window that is open for all."""

    def reach(desk: Desk) -> Page:
        page = desk.window("operator")
        page.goto("/operator/windows?state=open")
        path = page.locator("tbody").get_by_role("link").first.get_attribute("href")
        page.goto(f"{path}{action}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("利用期間")
        return page

    return reach


def _refused_in_the_console(path: str, button: str, typed: people.Typed) -> Reach:
    def reach(desk: Desk) -> Page:
        page = desk.window("operator")
        page.goto(f"/operator/{path}")
        for field, value in typed.items():
            page.locator(f"#{field}").fill(value)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        return page

    return reach


def _drafted(desk: Desk) -> Page:
    page = desk.window("operator")
    page.goto("/operator/windows/new")
    page.get_by_label("すべての医療機関等").check()
    for field, value in {"opens_on": "2025/11/12", "closes_on": "2025/11/19"}.items():
        page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name="お知らせの文案を作る").click()
    expect(page.locator("#notice_body")).to_have_value(re.compile("2025年11月12日～2025年11月19日"))
    return page


def _group(action: str) -> Reach:
    """A page of a group, which is made where it is not there yet."""

    def reach(desk: Desk) -> Page:
        page = desk.window("operator")
        page.goto("/operator/groups")
        if page.get_by_role("link", name=_GROUP).count() == 0:
            page.goto("/operator/groups/new")
            page.locator("#name").fill(_GROUP)
            page.get_by_role("button", name="登録する").click()
            page.goto("/operator/groups")
        path = page.get_by_role("link", name=_GROUP).get_attribute("href")
        page.goto(f"{path}{action}")
        return page

    return reach


def _notice(desk: Desk) -> Page:
    """One for a group that has no institution, so that it stands on nobody's menu."""
    page = desk.window("operator")
    page.goto("/operator/groups/new")
    page.locator("#name").fill(f"お知らせの宛先 {secrets.token_hex(4)}")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url(re.compile(r"/operator/groups/\d+$"))
    page.goto(f"/operator/notices/new?group={page.url.rpartition('/')[2]}")
    for field, value in {"title": "点検のお知らせ", "body": "次のとおり点検を行います。\n日曜日 午前1時から"}.items():
        page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name="お知らせを出す", exact=True).click()
    expect(page.get_by_role("link", name="一覧へ戻る")).to_be_visible()
    return page


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
    "console": _console("", "概況"),
    "console, windows": _console("windows", "利用期間"),
    "console, no windows": _console("windows?state=coming", "利用期間"),
    "console, a window": _of_the_open_window(""),
    "console, new window": _console("windows/new", "利用期間の設定"),
    "console, wrong window": _refused_in_the_console("windows/new", "設定する", _WRONG_WINDOW),
    "console, drafted notice": _drafted,
    "console, change of a window": _of_the_open_window("/edit"),
    "console, end of a window": _of_the_open_window("/close"),
    "console, notices": _console("notices", "お知らせ"),
    "console, a notice": _notice,
    "console, wrong notice": _refused_in_the_console("notices/new", "お知らせを出す", {"title": "長" * 101}),
    "console, institutions": _console("institutions", "医療機関等"),
    "console, an institution": _first_in_the_console("institutions"),
    "console, wrong institution": _refused_in_the_console("institutions/new", "登録する", {"mail_address": "受付"}),
    "console, no file": _refused_in_the_console("institutions/import", "登録する", {}),
    "console, groups": _console("groups", "グループ"),
    "console, a group": _group(""),
    "console, institutions of a group": _group("/members"),
    "console, removal of a group": _group("/delete"),
}
