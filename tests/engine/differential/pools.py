"""The few texts and days that worlds are drawn from, chosen so that they collide or only nearly do."""

from datetime import date, timedelta

TODAY = date(2026, 7, 1)

BIRTH_DATES = (date(1960, 4, 1), date(1960, 4, 2))

NAMES = {
    "見本　太郎": ("見本 太郎", "見本太郎", "見本　 太郎"),
    "見本太郎": ("見本 太郎", "見本・太郎"),
    "髙見　花子": ("髙見 花子", "高見 花子"),
    "高見　花子": ("髙見花子", "高見花子"),
    "𠮷見　一郎": ("𠮷見 一郎", "吉見 一郎"),
    "吉見　一郎": ("吉見一郎", "𠮷見一郎"),
    "見本［例題］太郎": ("見本太郎", "例題 太郎", "見本［例題］太郎"),
    "ＭＩＨＯＮ　ＴＡＲＯ＿見本　太郎（例題　次郎）": ("mihon taro", "見本太郎", "例題次郎", "太郎"),
    "ＭＩＨＯＮ　ＴＡＲＯ（例題　次郎）": ("MIHON TARO", "例題 次郎", "見本太郎"),
}
"""Names as records hold them, each with spellings typed for it: some find it, some only nearly."""

READINGS = {
    "ﾐﾎﾝ ﾀﾛｳ": ("ミホン タロウ", "みほんたろう", "ミホン タロー"),
    "ミホン　タロー": ("ﾐﾎﾝ ﾀﾛｰ", "ミホンタロウ"),
    "ﾀｶﾐ ﾊﾅｺ": ("タカミハナコ", "タカミ ハナゴ"),
    "ﾖｼﾐ ｼﾖｳｲﾁ": ("ヨシミ ショウイチ", "ヨシミ シヨウイチ"),
    "ﾚｲﾀﾞｲ ｼﾞﾛｳ": ("れいだい じろう", "レイタイ シロウ"),
}
"""Readings in the same way."""

ADDRESSES = (
    "東京都府中市見本町３丁目１番２号",
    "東京都府中市見本町１３丁目１番２号",
    "府中市見本町3-1-2",
    "京都府京都市見本区見本町三丁目1-2 405",
    "京都府見本市都府中3-1-2405",
    "東京都西新橋見本1-13-3",
    "東京都新橋見本1-3-13",
    "北海道見本市北3条西13丁目",
    "見本市北海道町3",
    "𠮷野見本郡𠮷見町3-1",
    "吉野見本郡吉見町3-1",
    "東京都",
    "",
)
"""Made-up places, except for prefectures and names the rules are told by."""

ADDRESS_PHRASES = (
    *("東京都", "東京", "京都", "京都府", "都府", "都府中", "東京都府", "東京都府中市"),
    *("府中市", "府中", "都西", "都府見"),
    *("新橋", "西新橋", "東京都西", "北海道", "道見本", "北海道町", "北海道見本", "見本町"),
    *("𠮷", "吉", "𠮷見", "𠮷野見本郡"),
    *("都", "市", "区", "3", "13", "1", "三", "3丁目", "13丁目", "三丁目"),
    *("3-1", "1-2", "405", "2405", "2 405", "１３"),
)  # fmt: skip

LANDMARKS = ("北海道", "東京都", "府中", "新橋", "町", "支部", "見本")
"""Where a typed part of an address or of an insurer's name likes to begin."""

INSURERS = (
    ("01010016", "全国健康保険協会北海道支部"),
    ("01130012", "全国健康保険協会東京支部"),
    ("138057", "見本市国民健康保険"),
    ("00138057", "東京都見本区国民健康保険"),
    ("  138057", "東京都国民健康保険見本組合"),
    ("06130488", "見本健康保険組合"),
    ("06139999", "第３見本健保組合"),
    ("06139998", "第13見本健康保険組合"),
    ("39130000", "東京都後期高齢者医療広域連合"),
    ("39260000", "京都府後期高齢者医療広域連合"),
)
"""Insurer number as a feed writes it, and name."""

INSURER_PHRASES = (
    *("北海道支部", "北海道", "東京支部", "協会けんぽ", "支部", "見本", "見本市国保", "見本健保", "東京都", "東京"),
    *("京都府", "都後期", "都国民", "東京都後期", "東京都国保", "第3", "第13", "3見本", "13", "組", "会", "区"),
)  # fmt: skip

GENERIC_INSURER_PHRASES = ("国保", "健康保険組合", "広域連合", "組合")
"""Refused on their own."""

SYMBOLS = (("", ""), ("見本", "見本"), ("Ａ－１", "a-1"), ("A−2", "Ａ‐２"))
"""Each twice, written in two ways."""

NUMBERS = (("1", "０００１"), ("2", "02"), ("13", "１３"), ("3", "003"))
"""In the same way."""

BRANCH_NUMBERS = (("", "00"), ("01", "０１"), ("02", "2"))
"""In the same way; the first means that there is none."""

PERSON_IDS = ("", "", "P1", "P2", "P3")

OFFSETS = (-400, -30, -2, -1, 0, 1, 2, 30)
"""Days from TODAY: the edges of validity and 資格確認日 are drawn from the same few."""


def day(offset: int) -> date:
    """So many days after TODAY."""
    return TODAY + timedelta(days=offset)
