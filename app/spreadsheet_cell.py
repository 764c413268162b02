"""Text in a cell of a CSV file that somebody opens in a spreadsheet: it stays text, whatever it begins with.

Source: OWASP, CSV Injection. A spreadsheet takes a cell that begins with one of a few characters for a formula, in
Japanese ones the full-width forms too.
"""

import re
from typing import Final

_FORMULA_STARTS: Final = frozenset("=+-@＝＋－＠−﹢﹣﹦﹫")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSEEN: Final = re.compile("^[\\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*")


def spreadsheet_cell(text: str) -> str:
    """The text without control characters (a blank stands for a run of them), and never the start of a formula.

    What would start one, after white space and characters that nobody sees too, gets an apostrophe before it.
    Writing the file remains the :mod:`csv` module's: it quotes commas, quotation marks and the like.
    """
    plain = _CONTROL.sub(" ", text)
    begins = _UNSEEN.sub("", plain)[:1]
    return f"'{plain}" if begins in _FORMULA_STARTS else plain
