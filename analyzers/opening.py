"""The stages that every fold begins with, and those that several share."""

import re
from typing import Final

from analyzers.characters import DASHES, INVISIBLE_CLASS, KANA_CLASS, WHITE_SPACE_CLASS
from analyzers.fold import CharMap, Compatibility, Rule, Stage
from analyzers.radicals import RADICALS

OPENING: Final[tuple[Stage, ...]] = (
    Rule("invisible", f"[{INVISIBLE_CLASS}]", ""),
    # NFKC turns a spacing mark into a space and a mark, which would then never meet its kana (カ゛ → カ ゙).
    Rule("voiced_marks", f"[{WHITE_SPACE_CLASS}]*[\u3099\u309b\uff9e]", "\u3099", needs="\u3099\u309b\uff9e"),
    Rule(
        "half_voiced_marks",
        f"[{WHITE_SPACE_CLASS}]*[\u309a\u309c\uff9f]",
        "\u309a",
        needs="\u309a\u309c\uff9f",
    ),
    Compatibility(),
    CharMap("radicals", RADICALS),
)
"""Invisible characters go, spacing voiced marks join their kana, NFKC_Casefold, radicals become letters."""

LONG_VOWEL: Final = Rule("long_vowel", f"(?<=[{KANA_CLASS}])[{re.escape(DASHES)}~〜]+", "ー", needs=DASHES + "~〜")
"""A dash of any kind after kana is ー."""

ACCENTS_FOR_APOSTROPHES: Final = CharMap("accents_for_apostrophes", dict.fromkeys("´`", "'"))
"""Stands before :data:`OPENING` where apostrophes go: NFKC would leave an accent that joins the letter before it."""
