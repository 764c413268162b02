"""[資格情報確認] on paper: one A4 page with everything that matters and nothing to press."""

import re

import pytest
from playwright.sync_api import Page, PdfMargins, expect

from tests.browser.desk import Desk, look_up
from tests.browser.people import CHANGED_INSURER, EVERYTHING_SENT, ICHIRO, JUGOTA, Typed

_MARGIN: PdfMargins = {"top": "12mm", "right": "12mm", "bottom": "12mm", "left": "12mm"}
_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize(
    "typed",
    [ICHIRO, JUGOTA, CHANGED_INSURER, EVERYTHING_SENT],
    ids=["valid", "lapsed", "newer qualification", "every item"],
)
def test_the_confirmation_is_one_page_of_a4(desk: Desk, typed: Typed) -> None:
    page = _confirmation(desk, typed)
    printed = page.pdf(format="A4", margin=_MARGIN, print_background=False)
    assert len(_PAGE.findall(printed)) == 1


def test_the_paper_has_banner_and_items_but_no_buttons(desk: Desk) -> None:
    page = _confirmation(desk, ICHIRO)
    page.emulate_media(media="print")
    for text in ("この資格は有効です。", "06139000", "サンプル医療機関", "資格確認日"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link")).to_have_count(0)


def _confirmation(desk: Desk, typed: Typed) -> Page:
    page = desk.window("viewer")
    look_up(page, typed)
    expect(page.get_by_role("heading", level=1)).to_have_text("資格情報確認")
    return page
