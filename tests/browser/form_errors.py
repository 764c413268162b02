"""What can be wrong with the form, and what the page says of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.clock import JAPAN
from tests.browser.people import TARO, Typed

_TOMORROW: Final = datetime.now(JAPAN).date() + timedelta(days=2)
"""After today even if midnight comes between here and the test."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error: what is typed over the manual's example, the message, and the fields that it marks."""

    typed: Typed
    message: str
    fields: tuple[str, ...]


BIRTH_DATE = ("birth_year", "birth_month", "birth_day")

WRONG: Final = {
    "no name": Wrong({"name": ""}, "氏名又は氏名（カナ）のどちらか一方は入力してください。", ("name", "name_kana")),
    "neither address nor insurer": Wrong(
        {"address": ""}, "住所又は保険者名のどちらか一方は入力してください。", ("address", "insurer_name")
    ),
    "no sex": Wrong({"sex": ""}, "性別を選択してください。", ("sex",)),
    "no birth date": Wrong(
        {"birth_year": "", "birth_month": "", "birth_day": ""}, "生年月日を入力してください。", BIRTH_DATE
    ),
    "no month": Wrong({"birth_month": ""}, "生年月日の月を入力してください。", ("birth_month",)),
    "a day of the next era": Wrong(
        {"birth_era": "S", "birth_year": "64", "birth_month": "1", "birth_day": "8"},
        "その日は平成元年1月8日です。",
        ("birth_era", "birth_year"),
    ),
    "30 February": Wrong({"birth_month": "2", "birth_day": "30"}, "存在しない日付です。", BIRTH_DATE),
    "month 13": Wrong({"birth_month": "13"}, "生年月日の月は1から12までの数字で入力してください。", ("birth_month",)),
    "a birth date in the future": Wrong(
        {
            "birth_era": "AD",
            "birth_year": str(_TOMORROW.year),
            "birth_month": str(_TOMORROW.month),
            "birth_day": str(_TOMORROW.day),
        },
        "生年月日が今日より後の日付です。",
        BIRTH_DATE,
    ),
    "a letter in a number": Wrong({"birth_year": "2a"}, "生年月日の年は数字で入力してください。", ("birth_year",)),
    "an era's year of four digits": Wrong(
        {"birth_year": "1954"}, "元号の年は2桁以内の数字（元年は1又は元）で入力してください。", ("birth_year",)
    ),
    "a western year of two digits": Wrong(
        {"birth_era": "AD"}, "西暦の年は4桁の数字で入力してください。", ("birth_year",)
    ),
    "an over-long name": Wrong({"name": "新" * 101}, "氏名は100文字以内で入力してください", ("name",)),
    "a name of marks alone": Wrong({"name": "・・"}, "氏名に検索できる文字がありません。", ("name",)),
    "a tab out of a spreadsheet": Wrong(
        {"name": "新橋\t太郎"}, "氏名に使用できない文字（改行やタブなど）が含まれています。", ("name",)
    ),
    "generic words for the insurer": Wrong(
        {"address": "", "insurer_name": "健康保険組合 国保"},
        "一般的な語だけでは検索できません。",
        ("insurer_name",),
    ),
    "資格確認日 emptied": Wrong({"as_of": ""}, "資格確認日を西暦年月日8桁", ("as_of",)),
    "資格確認日 not a day": Wrong({"as_of": "2020/02/30"}, "資格確認日は、実在する日付を", ("as_of",)),
}
"""One error at a time, the rest being right."""

ALL_AT_ONCE: Final[Typed] = {
    **TARO,
    "name": "新\t橋",
    "name_kana": "シ" * 101,
    "birth_year": "二九",
    "birth_month": "13",
    "birth_day": "",
    "sex": "",
    "address": "東" * 201,
    "insurer_name": "…",
    "as_of": "",
}
"""Something wrong in every field at once, but the era."""
