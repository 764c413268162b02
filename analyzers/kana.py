"""Keys of 氏名（カナ）, by the comparison rules of the Digital Agency's 氏名突合支援 (kanjikana-model, ``Moji``)."""

from typing import Final

from analyzers.characters import APOSTROPHES, DASHES, MIDDLE_DOTS, WHITE_SPACE
from analyzers.fold import CharMap, Composition, Fold
from analyzers.opening import ACCENTS_FOR_APOSTROPHES, OPENING

_KATAKANA_OF_HIRAGANA: Final = {chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}

_LARGE: Final = dict(
    zip(
        "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ𛅕𛅤𛅥𛅦𛅧𛄲𛅐𛅑𛅒",
        "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロコヰヱヲンコヰヱヲ",
        strict=True,
    )
)

_MODERN: Final = {"ヲ": "オ", "ヰ": "イ", "ヱ": "エ"}

_DROPPED: Final = WHITE_SPACE + MIDDLE_DOTS + APOSTROPHES + ",.、。_=゠"


def _katakana(character: str) -> str:
    """The large modern katakana that a kana letter counts as."""
    katakana = _KATAKANA_OF_HIRAGANA.get(character, character)
    large = _LARGE.get(katakana, katakana)
    return _MODERN.get(large, large)


KANA_LETTERS: Final[dict[str, str]] = {
    letter: _katakana(letter) for letter in (*_KATAKANA_OF_HIRAGANA, *_LARGE, *_MODERN) if _katakana(letter) != letter
}
"""Hiragana to katakana, small to large, ヲヰヱ to オイエ."""

KANA_FOLD: Final = Fold(
    "kana",
    (
        ACCENTS_FOR_APOSTROPHES,
        *OPENING,
        CharMap("kana_letters", KANA_LETTERS | dict.fromkeys(DASHES + "~〜", "ー") | dict.fromkeys(_DROPPED, "")),
        Composition(),
    ),
)


def kana_key(text: str) -> str:
    """The key of a reading. Long vowels (サトー, サトウ) and voicing (ナカシマ, ナカジマ) stay different."""
    return KANA_FOLD(text)
