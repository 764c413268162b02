"""Classes of characters that the folds speak of, as bodies of regular-expression classes (``[...]``)."""

from typing import Final

import icu

_UTF16_UNIT: Final = 2


def _class_body(unicode_set: str) -> str:
    """An ICU set as a class body that Python and Java read alike."""
    members = icu.UnicodeSet(unicode_set)
    return "".join(
        _escaped(members.getRangeStart(i)) + "-" + _escaped(members.getRangeEnd(i))
        for i in range(members.getRangeCount())
    )


def _escaped(character: str) -> str:
    """A code point beyond the BMP stands for itself; any other as ``\\uXXXX``."""
    return character if len(character.encode("utf-16-le")) > _UTF16_UNIT else f"\\u{ord(character):04x}"


WHITE_SPACE: Final = "".join(c for c in map(chr, range(0x3001)) if icu.Char.isUWhiteSpace(c))
"""Every character with the Unicode property White_Space."""

WHITE_SPACE_CLASS: Final = "".join(map(_escaped, WHITE_SPACE))

INVISIBLE_CLASS: Final = (
    _class_body(r"[[:Default_Ignorable_Code_Point:][:Cc:]-[:White_Space:]]") + "\\ufff9-\\ufffb\\ud800-\\udfff"
)
"""Selectors, joiners, fillers, tags, controls that are not white space, annotation marks, lone surrogates."""

DASHES: Final = "-‐‑⁃−–‒—―─━﹘⎯⏤"
"""What is written for a hyphen or a dash, after width folding; not ー, which is a letter in kana."""

MIDDLE_DOTS: Final = "・·ᐧ•∙⋅⸱‧"
"""What is written for a middle dot, after width folding."""

APOSTROPHES: Final = "'’‘`´′ʼ"
"""What is written for an apostrophe."""

KANA_CLASS: Final = "ぁ-ゖァ-ヺヽ-ヿㇰ-ㇿ"
"""Hiragana and katakana letters, without ー."""

KANJI_CLASS: Final = "々〇㐀-鿿\uf900-\ufaff𠀀-𿿽"
"""Ideographs, the iteration mark, and 〇."""

NUMERALS: Final = "〇零一壱二弐三参四五六七八九十百千"
"""Kanji numerals that stand in addresses."""
