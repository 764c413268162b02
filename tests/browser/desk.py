"""A clinic's desk: browser windows at the service, and what staff do in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, ViewportSize, WebError

from tests.browser.people import Typed
from tests.browser.service import PASSWORD

CHROMIUM_FLAGS: Final = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ITEM: Final = "資格情報照会（システム障害時）"
"""The function's name, in the menu and on its screen."""

DESK_WINDOW: Final[ViewportSize] = {"width": 1280, "height": 800}

_COMPLETE: Final = re.compile(r"/(menu|operator/)$")
"""Where a log-in leads."""

_STEP_WITHIN_MS: Final = 10_000
_CHOICES: Final = frozenset({"birth_era", "sex"})
_REFUSAL: Final = "Failed to load resource: the server responded with a status of "
"""What Chromium says of every page whose status is an error; the pages themselves are tested."""


LogIns = dict[str, StorageState]
"""The cookies of the accounts that logged in already, by ユーザID."""


class Desk:
    """Opens windows at the service and closes them all.

    ``complaints``: what the browser said of broken scripts, or of something that the Content-Security-Policy
    forbids. ``console``: everything that pages or the browser wrote there.
    """

    def __init__(self, chromium: Browser, address: str, log_ins: LogIns) -> None:
        self.complaints: list[str] = []
        self.console: list[str] = []
        self._chromium = chromium
        self._address = address
        self._log_ins = log_ins
        self._contexts: list[BrowserContext] = []

    def window(
        self,
        user_id: str = "",
        *,
        javascript: bool = True,
        size: ViewportSize = DESK_WINDOW,
        pixels_per_pixel: float = 1,
    ) -> Page:
        """Open a browser of its own at the log-in page, or at the menu of an account.

        Windows of one account go on with one log-in; a test that logs out logs in by itself.
        """
        context = self._chromium.new_context(
            base_url=self._address,
            storage_state=self._log_ins.get(user_id),
            viewport=size,
            device_scale_factor=pixels_per_pixel,
            java_script_enabled=javascript,
            locale="ja-JP",
        )
        context.set_default_timeout(_STEP_WITHIN_MS)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        self._contexts.append(context)
        page = context.new_page()
        page.goto("/menu")
        if user_id and page.url.endswith("/login"):
            log_in(page, user_id)
            self._log_ins[user_id] = context.storage_state()
        return page

    def clear(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)
        if message.type in {"error", "warning"} and not message.text.startswith(_REFUSAL):
            self.complaints.append(message.text)

    def _hear_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))


@contextmanager
def a_desk(chromium: Browser, address: str, log_ins: LogIns | None = None) -> Iterator[Desk]:
    """Give a desk with nothing open yet; at the end its browser must have had nothing to complain of."""
    desk = Desk(chromium, address, {} if log_ins is None else log_ins)
    try:
        yield desk
    finally:
        desk.clear()
    assert desk.complaints == []


def log_in(page: Page, user_id: str, password: str = PASSWORD) -> None:
    """From the log-in page to the menu, or to an operator's console."""
    page.get_by_label("ユーザID").fill(user_id)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン").click()
    page.wait_for_url(_COMPLETE)


def open_form(page: Page) -> None:
    """From the menu to the function's form."""
    page.get_by_role("link", name=ITEM, exact=True).click()
    page.wait_for_url("**/lookup")


def fill(page: Page, typed: Typed) -> None:
    """Type or choose, leaving every other field as it is."""
    for field, value in typed.items():
        place = page.locator(f"#{field}")
        if field in _CHOICES:
            place.select_option(value)
        else:
            place.fill(value)


def search(page: Page, typed: Typed) -> None:
    """On the form: fill it and press 検索."""
    fill(page, typed)
    page.get_by_role("button", name="検索").click()


def look_up(page: Page, typed: Typed) -> None:
    """From the menu: open the form, fill it and press 検索."""
    open_form(page)
    search(page, typed)


def values(page: Page) -> dict[str, str]:
    """What stands in the form, by field."""
    page.wait_for_load_state()
    fields = page.locator("#lookup-form .input")
    return {field.get_attribute("id") or "": field.input_value() for field in fields.all()}


def rows(page: Page) -> list[list[str]]:
    """The cells of the list, row by row."""
    page.wait_for_load_state()
    return [row.get_by_role("cell").all_inner_texts() for row in page.locator("tbody").get_by_role("row").all()]


def items(page: Page) -> dict[str, str]:
    """What [資格情報確認] tells: the items by their names, lines made one."""
    page.wait_for_load_state()
    shown = page.locator("dl.items > div")
    return {item.locator("dt").inner_text(): " ".join(item.locator("dd").inner_text().split()) for item in shown.all()}
