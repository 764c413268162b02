"""What a test reads off a page."""

import html
import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def text_of(response: TestResponse) -> str:
    """The words on the page, white space made one blank."""
    reader = _Text()
    reader.feed(response.get_data(as_text=True))
    return " ".join(" ".join(reader.pieces).split())


def title_of(response: TestResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", response.get_data(as_text=True), re.DOTALL)
    assert found
    return html.unescape(found[1])


def results_in(response: TestResponse) -> list[str]:
    """The addresses of the rows, in order."""
    return re.findall(r'href="(/lookup/results/[^"]+)"', response.get_data(as_text=True))


def rows_of(response: TestResponse) -> list[list[str]]:
    """The cells of each row of the list, as text."""
    body = response.get_data(as_text=True).partition("<tbody")[2].partition("</tbody>")[0]
    return [
        [_words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in body.split("<tr")[1:]
    ]


def value_of(response: TestResponse, field: str) -> str:
    """What stands in a text field."""
    page = response.get_data(as_text=True)
    found = re.search(rf'<input[^>]*\bname="{field}"[^>]*>', page)
    assert found, field
    value = re.search(r'\bvalue="([^"]*)"', found[0])
    return html.unescape(value[1]) if value else ""


def choice_of(response: TestResponse, field: str) -> str:
    """What is chosen in a list of choices; ``""`` if nothing is."""
    page = response.get_data(as_text=True)
    found = re.search(rf'<select[^>]*\bname="{field}".*?</select>', page, re.DOTALL)
    assert found, field
    chosen = re.search(r'<option value="([^"]*)" selected>', found[0])
    return chosen[1] if chosen else ""


def items_of(response: TestResponse) -> dict[str, str]:
    """The items of the confirmation: label and words."""
    page = response.get_data(as_text=True)
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {_words(label): _words(value) for label, value in pairs}


def _words(piece: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", piece)).split())
