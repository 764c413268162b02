"""Numbers as they are typed with a Japanese keyboard."""

import unicodedata

_MOST_DIGITS = 9
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def half_width(text: str) -> str:
    """Digits, letters, slashes and every kind of hyphen in half-width form, without outer space."""
    return unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()


def whole_number(text: str) -> int | None:
    """The number that the text writes in Arabic digits of either width, or ``None``.

    Texts of more than nine digits, which no date has, all come out as 999999999.
    """
    digits = half_width(text)
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if len(digits) <= _MOST_DIGITS else int("9" * _MOST_DIGITS)
