"""氏名, 氏名（カナ）, 生年月日 and 性別: exact, but for spelling."""

from datetime import timedelta
from typing import Any

from engine.record import Sex
from tests.engine.differential.examples.example import VALID, Example, ask, row

_SEVERAL = "ＳＨＯＫＡＩ　ＴＡＲＯ＿照会　太郎（例題　次郎）"


def _found(rule: str, record: dict[str, Any], **typed: Any) -> Example:
    return Example(rule, (row("A", **record),), ask(**typed), "identified", {"A": VALID})


def _not_found(rule: str, record: dict[str, Any], **typed: Any) -> Example:
    return Example(rule, (row("A", **record),), ask(**typed), "none")


EXAMPLES = (
    _found("spaces in a name make no difference", {"name": "照会　太郎"}, name="照会 太郎"),
    _not_found("a part of a name does not find it", {"name": "照会　太郎"}, name="太郎"),
    _not_found("other letters are another name", {"name": "髙見　花子"}, name="高見　花子"),
    _found("a kanji beyond 16 bits finds itself", {"name": "𠮷見　一郎"}, name="𠮷見一郎"),
    _not_found("a kanji beyond 16 bits is not its common form", {"name": "𠮷見　一郎"}, name="吉見一郎"),
    _found("氏名（その他） counts as a name", {"name": "例題　花子", "name_other": "照会　花子"}, name="照会花子"),
    _found("a name in Latin letters before others is found", {"name": _SEVERAL}, name="shokai taro"),
    _found("a name between others is found", {"name": _SEVERAL}, name="照会太郎"),
    _found("通称 in brackets is found", {"name": _SEVERAL}, name="例題次郎"),
    _found("all names of a field are found together", {"name": _SEVERAL}, name=_SEVERAL),
    _not_found("a mixture of two names of a field is not", {"name": _SEVERAL}, name="照会次郎"),
    _found("本姓 with 旧氏 beside it is found", {"name": "照会［例題］太郎"}, name="照会太郎"),
    _found("旧氏 with the given name is found", {"name": "照会［例題］太郎"}, name="例題太郎"),
    _found("hiragana finds half-width katakana", {"name_kana": "ｼｮｳｶｲ ﾀﾛｳ"}, name_kana="しょうかい たろう"),
    _found("small and large kana are alike", {"name_kana": "ｼﾖｳｶｲ ﾀﾛｳ"}, name_kana="ショウカイ タロウ"),
    _not_found("a long vowel is not ウ", {"name_kana": "ｼｮｳｶｲ ﾀﾛｳ"}, name_kana="ショウカイ タロー"),
    _not_found("voicing is told apart", {"name_kana": "ｼｮｳｶﾞｲ ﾀﾛｳ"}, name_kana="ショウカイ タロウ"),
    _found(
        "the kana of 氏名（その他） counts",
        {"name_kana": "ﾚｲﾀﾞｲ ﾀﾛｳ", "name_other_kana": "ｼｮｳｶｲ ﾀﾛｳ"},
        name_kana="ショウカイタロウ",
    ),
    _not_found("a record without kana is not found by kana", {"name_kana": ""}, name_kana="ショウカイ タロウ"),
    _not_found("with name and kana both, a wrong kana finds nobody", {}, name="照会太郎", name_kana="レイダイ"),
    _not_found("with name and kana both, a wrong name finds nobody", {}, name="例題", name_kana="ショウカイタロウ"),
    _found("with name and kana both, both right", {}, name="照会太郎", name_kana="ショウカイタロウ"),
    _not_found("the sex must be the same", {"sex": Sex.FEMALE}, sex=Sex.MALE),
    _not_found("未設定 stands for no other sex", {"sex": Sex.MALE}, sex=Sex.NOT_SET),
    _not_found("性別（備考） is not asked", {"sex": Sex.MALE, "sex_note": "2"}, sex=Sex.FEMALE),
    Example(
        "the birth date must be the same",
        (row("A"), row("B", born=1)),
        ask(birth_date=ask().birth_date + timedelta(days=1)),
        "identified",
        {"B": VALID},
    ),
)
