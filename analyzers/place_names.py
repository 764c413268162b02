"""Letters that place names are written with in several ways: 霞ヶ関, 霞が関; 山ノ内, 山の内, 山之内; 四ツ谷, 四ッ谷.

They are unified, never dropped: 中島 and 中ノ島 are two places. Never for persons' names.
"""

from typing import Final

from analyzers.characters import KANA_CLASS, KANJI_CLASS
from analyzers.fold import Rule, Stage

_BEFORE: Final = f"(?<=[{KANJI_CLASS}0-9])"
_AFTER: Final = f"(?=[{KANJI_CLASS}])"

PLACE_NAMES: Final[tuple[Stage, ...]] = (
    Rule("ga_in_place_name", f"{_BEFORE}[ヶケヵカがガゕゖ]{_AFTER}", "ヶ", needs="ケヵカがガゕゖ"),
    # ひばりが丘 and ひばりヶ丘: the one ending with which ヶ follows kana in many towns' names.
    Rule("ga_before_hill", f"(?<=[{KANA_CLASS}ー])[ヶケがガ](?=丘)", "ヶ", needs="ケがガ"),
    Rule("no_in_place_name", f"{_BEFORE}[のノ之]{_AFTER}", "ノ", needs="の之"),
    Rule("tsu_in_place_name", f"{_BEFORE}[ッツつっ]{_AFTER}", "ツ", needs="ッつっ"),
)
"""Only between ideographs or after a digit, and ヶ before 丘, so that カノン坂 and アカシア通 stay as they are."""
