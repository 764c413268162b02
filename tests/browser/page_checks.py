"""What must hold of every page in every state: nothing for axe to find, and nothing cut off at any width."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

HALF_OF_A_DESK: Final[ViewportSize] = {"width": 640, "height": 400}
"""A desk's window at 200 % zoom: half as many CSS pixels each way."""

NARROWEST: Final[ViewportSize] = {"width": 320, "height": 640}
"""WCAG 2.2, 1.4.10 Reflow: no scrolling in two directions at 320 CSS pixels."""

_CUT_OFF: Final = """() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push("the page scrolls sideways");
  const isMeantToBeUnseen = (element) => element.closest(".visually-hidden, .calendar, thead") !== null;
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || isMeantToBeUnseen(element)) continue;
    if (element.matches(".skip-link:not(:focus)")) continue;
    const name = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "." + element.className);
    if (box.left < 0 || box.right > width + 0.5) found.push(`${name} reaches out of the window`);
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const hides = getComputedStyle(element).overflowX !== "visible";
    const isShortField = element.matches("input") && element.value.length <= 20;
    if ((isText || isShortField) && hides && element.scrollWidth > element.clientWidth + 1) {
      found.push(`${name} shows only a part of its text`);
    }
  }
  return found;
}"""
"""Elements that are there to be seen and are not, wholly. The list's head is for screen readers where narrow."""

_COVERED: Final = """() => {
  const found = [];
  for (const control of document.querySelectorAll("a, button, input:not([type=hidden]):not([type=date]), select")) {
    if (control.matches(".skip-link, .visually-hidden")) continue;
    control.scrollIntoView({block: "center"});
    const box = control.getClientRects()[0];
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const isOnTop = top !== null && (control.contains(top) || top.contains(control));
    if (!isOnTop) found.push(control.outerHTML);
  }
  return found;
}"""


def violations(page: Page) -> list[str]:
    """What axe finds on a page: its rule and the places. The debugger runs it, so the page's policy stays as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((results) => results.violations)")
    return [f"{one['id']}: {', '.join(node['html'] for node in one['nodes'])}" for one in found]


def cut_off(page: Page) -> list[str]:
    """What cannot be seen wholly, or cannot be clicked because something lies over it."""
    seen: list[str] = page.evaluate(_CUT_OFF)
    covered: list[str] = page.evaluate(_COVERED)
    return seen + covered


def check_every_width(page: Page) -> None:
    """At a desk, at 200 % zoom and in the narrowest window nothing is cut off, and axe finds nothing.

    Axe is asked once for each arrangement of a page: at 200 % it is the narrowest window's.
    """
    desk = page.viewport_size
    assert desk
    assert violations(page) == []
    for window in (desk, HALF_OF_A_DESK, NARROWEST):
        page.set_viewport_size(window)
        assert cut_off(page) == [], window
    assert violations(page) == []
    page.set_viewport_size(desk)
