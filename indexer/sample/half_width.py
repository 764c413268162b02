"""Half-width katakana, the form of 読み仮名 in feeds."""

import unicodedata
from typing import Final

_HALF_WIDTH: Final = {unicodedata.normalize("NFKC", half): half for half in map(chr, range(ord("ｦ"), ord("ﾝ") + 1))} | {
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
    "・": "･",
    " ": " ",
}

_SMALL_TO_LARGE: Final = str.maketrans("ｧｨｩｪｫｬｭｮｯ", "ｱｲｳｴｵﾔﾕﾖﾂ")


def half_width(katakana: str) -> str:
    """Return full-width katakana in half width, a voiced mark as a character of its own (``ガ`` is ``ｶﾞ``).

    Raises ``KeyError`` for a letter that has no half-width form.
    """
    return "".join(_HALF_WIDTH[letter] for letter in unicodedata.normalize("NFD", katakana))


def large_kana(half_width_kana: str) -> str:
    """Return the reading as many insurers send it: small kana large, ``ｼｮｳｲﾁ`` as ``ｼﾖｳｲﾁ``."""
    return half_width_kana.translate(_SMALL_TO_LARGE)
