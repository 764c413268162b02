"""Where the keyboard is, and whether staff can see it."""

from typing import Final

from playwright.sync_api import Locator, Page, expect

_SEEN: Final = """(element) => {
  const isDrawn = (place) => {
    const style = getComputedStyle(place);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const ring = isDrawn(element) ? element : element.closest("tr");
  if (ring === null || !isDrawn(ring)) return "no ring";
  const style = getComputedStyle(ring);
  const width = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const box = ring.getBoundingClientRect();
  const isInWindow = box.width > 0 && box.top >= width && box.left >= width
    && box.bottom + width <= innerHeight && box.right + width <= innerWidth;
  return isInWindow ? "seen" : "reaches out of the window";
}"""


def expect_stop(page: Page, place: Locator) -> None:
    """The keyboard is at this place, and a ring wholly in the window shows it (WCAG 2.2, 2.4.7 and 2.4.11)."""
    expect(place).to_be_focused()
    assert place.evaluate(_SEEN) == "seen", place


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab once; it must lead there, and be seen."""
    page.keyboard.press("Tab")
    expect_stop(page, place)
