"""The stages that every fold begins with."""

from typing import Final

from analyzers.characters import INVISIBLE_CLASS, WHITE_SPACE_CLASS
from analyzers.fold import Compatibility, Rule, Stage

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
)
"""Invisible characters go, spacing voiced marks join their kana, then NFKC_Casefold."""
