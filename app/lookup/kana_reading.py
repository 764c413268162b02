"""The reading above a name: half-width katakana (operation manual, 被保険者情報, 氏名)."""

from icu import Transliterator

_TO_HALF_WIDTH = Transliterator.createInstance("Hiragana-Katakana; Fullwidth-Halfwidth")


def half_width_kana(reading: str) -> str:
    """The reading in half-width katakana; what has no half-width form stays as sent."""
    return str(_TO_HALF_WIDTH.transliterate(reading))
