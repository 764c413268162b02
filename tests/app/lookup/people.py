"""The records that the look-up's pages are tested with: the manual's examples and one of each kind besides."""

from dataclasses import replace
from datetime import date
from typing import Final

from tests.app.records import ICHIRO, ICHIRO_TYPED, TARO_IN_ADACHI, TARO_IN_MINATO

LAPSED: Final = replace(
    ICHIRO,
    person_id="",
    number="501",
    name="新橋　四郎",
    name_kana="ｼﾝﾊﾞｼ ｼﾛｳ",
    valid_to=date(2024, 3, 31),
    loss_reason="03",
)
STARTS_LATER: Final = replace(
    LAPSED,
    number="502",
    insurer_name="これから健康保険組合",
    qualified_on=date(2025, 12, 1),
    valid_from=date(2025, 12, 1),
    valid_to=None,
    loss_reason="",
)
OLD_OF_HANAKO: Final = replace(
    LAPSED,
    person_id="P0100",
    number="503",
    name="新橋　花子",
    address="",
    insurer_name="むかし健康保険組合",
)
NEW_OF_HANAKO: Final = replace(
    OLD_OF_HANAKO,
    number="504",
    insurer_name="いま健康保険組合",
    qualified_on=date(2024, 4, 1),
    valid_from=date(2024, 4, 1),
    valid_to=None,
    loss_reason="",
)
CONTRADICTORY: Final = replace(
    ICHIRO,
    person_id="P0150",
    number="550",
    name="新橋　矛盾",
    disqualified_on=date(2020, 4, 1),
)
"""Its 資格喪失日 is before its 資格取得日."""

SIX_ALIKE: Final = tuple(
    replace(ICHIRO, person_id=f"P020{number}", number=f"60{number}", name="新橋　六人") for number in range(6)
)
MARKED_UP: Final = replace(
    ICHIRO,
    person_id="P0300",
    number="701",
    name="<script>alert(1)</script>",
    name_kana='"><img src=x>',
    insurer_name="<b>サンプル</b>&保険者",
    address="<i>東京都</i>",
)

EVERYBODY: Final = (
    TARO_IN_MINATO,
    TARO_IN_ADACHI,
    ICHIRO,
    LAPSED,
    STARTS_LATER,
    OLD_OF_HANAKO,
    NEW_OF_HANAKO,
    CONTRADICTORY,
    *SIX_ALIKE,
    MARKED_UP,
    replace(MARKED_UP, person_id="P0301", number="702"),
)

TARO_TYPED: Final = {
    **ICHIRO_TYPED,
    "name": "新橋太郎",
    "birth_year": "29",
    "birth_month": "3",
    "birth_day": "26",
    "address": "東京都",
}
"""The manual's example: two people of one name."""
