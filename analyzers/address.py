"""Keys of 住所. 大字, an omitted 郡 or prefecture and old letters stay different here."""

import re
from typing import Final

from analyzers.address_numbers import ADDRESS_NUMBERS
from analyzers.characters import DASHES, KANA_CLASS, MIDDLE_DOTS, NUMERALS, WHITE_SPACE
from analyzers.fold import CharMap, Composition, Fold, Rule, Stage
from analyzers.opening import OPENING
from analyzers.partial import LEADING_PREFECTURE
from analyzers.place_names import PLACE_NAMES
from analyzers.prefectures import PREFECTURES

_MARKS: Final = MIDDLE_DOTS + "〒,.、。/|^@()[]{}〔〕【】「」『』〈〉《》"
_MARK_CLASS: Final = re.escape(_MARKS)

_SPACES: Final[tuple[Stage, ...]] = (
    CharMap("stray_marks", dict.fromkeys("\u3099\u309a", "")),
    CharMap("spaces", dict.fromkeys(WHITE_SPACE, " ") | dict.fromkeys(DASHES, "-")),
    Rule("marked_postal_code", "(?<![\\s\\S])〒 *[0-9]{3}-?[0-9]{4}(?=[^0-9-])", "", needs="〒"),
    # White space or a mark between two numbers parts them: 2-1-3 405 is not 2-1-3405.
    Rule("parted_digits", f"(?<=[0-9])[ {_MARK_CLASS}]+(?=[0-9])", "-", needs=" " + _MARKS),
    Rule("parted_numerals", f"(?<=[{NUMERALS}])[ {_MARK_CLASS}]+(?=[{NUMERALS}])", "-", needs=" " + _MARKS),
    CharMap("address_marks", dict.fromkeys(_MARKS, "")),
    Rule("spaces_around_hyphen", " *-[ -]*", "-", needs="-"),
    # Only after a unit does a space still tell something: 1号 三井ビル is not 1号三.
    Rule("other_spaces", "(?<![番号丁目地 ]) +", "", needs=" "),
    Rule("long_vowel_in_word", "(?<=[ァ-ヺ])-+(?=[ァ-ヺ])", "ー", needs="-"),
)

_HYPHENS: Final[tuple[Stage, ...]] = (
    Rule("dash_after_digit", "(?<=[0-9])ー+", "-", needs="ー"),
    Rule("dash_before_digit", f"(?<![{KANA_CLASS}ー])ー+(?=[0-9])", "-", needs="ー"),
    Rule("dash_between_numerals", f"(?<=[{NUMERALS}])ー+(?=[{NUMERALS}])", "-", needs="ー"),
    Rule("one_between_digits", "(?<=[0-9])一(?=[0-9])", "-", needs="一"),
)

_CLOSING: Final[tuple[Stage, ...]] = (
    CharMap("last_spaces", {" ": ""}),
    Composition(),
    *_HYPHENS,
    *PLACE_NAMES,
    Rule("hyphens", "-+", "-", needs="-"),
    Rule("outer_hyphens", "(?<![\\s\\S])-|-(?![\\s\\S])", "", needs="-"),
    Rule(
        "postal_code",
        f"(?<![\\s\\S])[0-9]{{3}}-?[0-9]{{4}}(?={'|'.join(PREFECTURES)})",
        "",
        needs="0123456789",
    ),
    LEADING_PREFECTURE,
)

ADDRESS_FOLD: Final = Fold(
    "address",
    (*OPENING, *_SPACES, *_HYPHENS, *ADDRESS_NUMBERS, *_CLOSING),
    unsettled=frozenset(NUMERALS + "番号丁ー〒"),
)


def address_key(text: str) -> str:
    """The key of an address or of a part of one, for :func:`analyzers.partial.contains`."""
    return ADDRESS_FOLD(text)
