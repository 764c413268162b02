"""Every page in every state, at a desk, at 200 % zoom and in the narrowest window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.desk import Desk
from tests.browser.page_checks import check_every_width
from tests.browser.states import STATES


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_axe_finds_nothing_and_nothing_is_cut_off(desk: Desk, reach: Callable[[Desk], Page]) -> None:
    check_every_width(reach(desk))
