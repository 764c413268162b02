"""The declared repertoire: the characters for which OpenSearch's analysis is proved equal to Python's."""

from collections.abc import Iterator
from typing import Final

REPERTOIRE_RANGES: Final = (
    (0x0020, 0x007E, "Basic Latin"),
    (0x00A0, 0x00FF, "Latin-1"),
    (0x0100, 0x024F, "Latin Extended-A and -B"),
    (0x02B0, 0x02FF, "Spacing Modifier Letters"),
    (0x1E00, 0x1EFF, "Latin Extended Additional"),
    (0x2000, 0x206F, "General Punctuation"),
    (0x2070, 0x209F, "Superscripts and Subscripts"),
    (0x2100, 0x214F, "Letterlike Symbols"),
    (0x2150, 0x218F, "Number Forms"),
    (0x2200, 0x22FF, "Mathematical Operators"),
    (0x2460, 0x24FF, "Enclosed Alphanumerics"),
    (0x2500, 0x25FF, "Box Drawing, Geometric Shapes"),
    (0x2E80, 0x2FDF, "CJK and Kangxi Radicals"),
    (0x3000, 0x303F, "CJK Symbols and Punctuation"),
    (0x3041, 0x30FF, "Hiragana, Katakana"),
    (0x3190, 0x319F, "Kanbun"),
    (0x31F0, 0x31FF, "Katakana Phonetic Extensions"),
    (0x3200, 0x33FF, "Enclosed CJK, CJK Compatibility"),
    (0x3400, 0x4DBF, "CJK Extension A"),
    (0x4E00, 0x9FFF, "CJK Unified Ideographs"),
    (0xE000, 0xF8FF, "Private Use"),
    (0xF900, 0xFAFF, "CJK Compatibility Ideographs"),
    (0xFB00, 0xFB06, "Latin Ligatures"),
    (0xFE00, 0xFE0F, "Variation Selectors"),
    (0xFE10, 0xFE1F, "Vertical Forms"),
    (0xFE30, 0xFE6F, "CJK Compatibility Forms, Small Form Variants"),
    (0xFF01, 0xFF9F, "Fullwidth and Halfwidth Forms"),
    (0xFFE0, 0xFFE6, "Fullwidth Signs"),
    (0xFFFD, 0xFFFD, "Replacement Character"),
    (0x1B130, 0x1B16F, "Small Kana Extension"),
    (0x1F100, 0x1F2FF, "Enclosed Alphanumeric and Ideographic Supplement"),
    (0x20000, 0x2A6DF, "CJK Extension B"),
    (0x2F800, 0x2FA1D, "CJK Compatibility Ideographs Supplement"),
    (0xE0100, 0xE01EF, "Variation Selectors Supplement"),
)
"""First and last code point, and what they are. Beyond single characters: kana with voiced marks, and Latin letters
with combining marks in canonical order, where Unicode has a composed form."""


def repertoire() -> Iterator[str]:
    """Every character of the repertoire."""
    for first, last, _ in REPERTOIRE_RANGES:
        yield from map(chr, range(first, last + 1))
