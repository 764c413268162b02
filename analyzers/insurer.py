"""Keys of 保険者名, with the short names that staff and cards use for the long ones."""

import re
from typing import Final

from analyzers.characters import APOSTROPHES, DASHES, MIDDLE_DOTS, WHITE_SPACE
from analyzers.fold import CharMap, Composition, Fold, Rule, Stage
from analyzers.kana import KANA_LETTERS
from analyzers.opening import ACCENTS_FOR_APOSTROPHES, LONG_VOWEL, OPENING
from analyzers.partial import LEADING_PREFECTURE
from analyzers.place_names import PLACE_NAMES

_LARGE_KATAKANA: Final = {small: large for small, large in KANA_LETTERS.items() if "ァ" <= small <= "ㇿ"}

_MARKS: Final = WHITE_SPACE + MIDDLE_DOTS + APOSTROPHES + DASHES + ',.、。_=゠/|"“”[]{}〔〕【】「」『』〈〉《》'

_SHORT_NAMES: Final[tuple[Stage, ...]] = (
    Rule("kyokai_kempo", "(?:全国健康保険)?協会(?:けんぽ|ケンポ|健保)+", "全国健康保険協会", needs="協"),
    Rule("repeated_kyokai", "(?:全国健康保険協会){2,}", "全国健康保険協会", needs="協"),
    # 全国保育…, 母子健保険…: 国保 and 健保 there are parts of other words.
    Rule("kokuho", "(?<![全米英中外])国保(?![育険養安証障護])", "国民健康保険", needs="国"),
    Rule("kempo", "健保(?:組合)?(?!険)", "健康保険組合", needs="健"),
    Rule("kyosai", "共済(?!組合)", "共済組合", needs="共"),
)

INSURER_FOLD: Final = Fold(
    "insurer",
    (
        ACCENTS_FOR_APOSTROPHES,
        *OPENING,
        LONG_VOWEL,
        CharMap("insurer_marks", dict.fromkeys(_MARKS, "") | _LARGE_KATAKANA),
        Composition(),
        # A nickname in Latin letters after the name, as in ○○健康保険組合 (TJK), adds nothing.
        Rule("nickname", "(?<=[^(])\\([a-z]{2,}\\)(?![\\s\\S])", "", needs="("),
        Rule("company_form", "\\(株\\)|株式会社", "", needs="株"),
        CharMap("brackets", {"(": "", ")": ""}),
        *_SHORT_NAMES,
        *PLACE_NAMES,
        LEADING_PREFECTURE,
    ),
)

_GENERIC: Final = re.compile("(?:国民健康保険|健康保険組合|健康保険|共済組合|組合|広域連合|後期高齢者医療)+")


def insurer_key(text: str) -> str:
    """The key of an insurer's name or of a part of one, for :func:`analyzers.partial.contains`."""
    return INSURER_FOLD(text)


def is_generic_insurer_phrase(phrase: str) -> bool:
    """Whether a typed phrase is made only of words that fit thousands of insurers (国保, 健康保険組合, 広域連合)."""
    return _GENERIC.fullmatch(insurer_key(phrase)) is not None
