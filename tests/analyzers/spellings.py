"""Other spellings of one text, made without the code under test."""

import unicodedata

from hypothesis import strategies as st

_FULL_WIDTH = (
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノ"
    "ハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309a"
)
_HALF_WIDTH_OF = {full: chr(0xFF66 + place) for place, full in enumerate(_FULL_WIDTH)}
_FULL_WIDTH_OF_ASCII = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_SPACES = (" ", "\u3000", "\u00a0", "\t", "  ", "\u2003")
_INVISIBLE = ("\u200b", "\ufeff", "\u00ad", "\u2060", "\ufe00", "\U000e0100", "\U000e0101")


def decomposed(text: str) -> str:
    """The text as a Macintosh's file system writes it."""
    return unicodedata.normalize("NFD", text)


def half_width(text: str) -> str:
    """Katakana in half width; ヰヱヮヵヶ have none and stay."""
    parted = unicodedata.normalize("NFD", text)
    return "".join(_HALF_WIDTH_OF.get(character, character) for character in parted)


def spacing_marks(text: str) -> str:
    """Voiced marks as characters of their own."""
    return decomposed(text).replace("\u3099", "゛").replace("\u309a", "゜")


def full_width(text: str) -> str:
    """Digits, Latin letters and signs in full width."""
    return text.translate(_FULL_WIDTH_OF_ASCII)


def hiragana(text: str) -> str:
    """Katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


@st.composite
def interspersed(draw: st.DrawFn, text: str, inserted: tuple[str, ...]) -> str:
    """The text with some of these inserted at some places."""
    between = st.sampled_from(("", "", *inserted))
    return "".join(draw(between) + character for character in text) + draw(between)


def spaced(text: str) -> st.SearchStrategy[str]:
    """The text with white space at some places."""
    return interspersed(text, _SPACES)


def with_invisible_characters(text: str) -> st.SearchStrategy[str]:
    """The text with selectors and other invisible characters after some of its own."""
    return interspersed(text, _INVISIBLE)
