"""住所 and 保険者名: every phrase is a run of the record's tokens."""

from typing import Any

from tests.engine.differential.examples.example import VALID, Example, ask, row

_FUCHU = "東京都府中市見本町３丁目１番２号"
_THIRTEEN = "東京都府中市見本町１３丁目１番２号"
_HOKKAIDO = "全国健康保険協会北海道支部"
_TOKYO_KOKUHO = "東京都国民健康保険見本組合"


def _address(rule: str, address: str, typed: str, *, found: bool) -> Example:
    return _example(rule, {"address": address}, {"address": typed}, found=found)


def _insurer(rule: str, insurer_name: str, typed: str, *, found: bool) -> Example:
    return _example(rule, {"insurer_name": insurer_name}, {"insurer_name": typed}, found=found)


def _both(rule: str, address: str, insurer_name: str, *, found: bool) -> Example:
    typed = {"address": address, "insurer_name": insurer_name}
    return _example(rule, {"address": _FUCHU, "insurer_name": _HOKKAIDO}, typed, found=found)


def _example(rule: str, record: dict[str, Any], typed: dict[str, Any], *, found: bool) -> Example:
    outcome, shown = ("identified", {"A": VALID}) if found else ("none", {})
    return Example(rule, (row("A", **record),), ask(**typed), outcome, shown)


EXAMPLES = (
    _address("新橋 finds 西新橋", "東京都西新橋見本1-2", "新橋", found=True),
    _address("西新橋 does not find 新橋", "東京都新橋見本1-2", "西新橋", found=False),
    _address("3丁目 finds 3丁目", _FUCHU, "3丁目", found=True),
    _address("3丁目 does not find 13丁目", _THIRTEEN, "3丁目", found=False),
    _address("1 does not find 13丁目", "東京都府中市見本町13-2", "1", found=False),
    _address("13丁目 does not find 3丁目", _FUCHU, "13丁目", found=False),
    _address("丁目, 番 and 号 may be typed as hyphens", _FUCHU, "見本町3-1-2", found=True),
    _address("numbers parted by white space stay two", "東京都府中市見本町2-1-3 405", "3405", found=False),
    _address("one character is enough", _FUCHU, "市", found=True),
    _address("one character that is not there", _FUCHU, "区", found=False),
    _address("a kanji beyond 16 bits", "𠮷野見本郡𠮷見町3-1", "𠮷見", found=True),
    _address("a kanji beyond 16 bits is not its common form", "𠮷野見本郡𠮷見町3-1", "吉見", found=False),
    _address("a prefecture alone", _FUCHU, "東京都", found=True),
    _address("a prefecture alone finds an address of no more", "東京都", "東京都", found=True),
    _address("京都府 does not find 東京都府中市", _FUCHU, "京都府", found=False),
    _address("都府中 does not find 東京都府中市", _FUCHU, "都府中", found=False),
    _address("東京都府中市 does find 東京都府中市", _FUCHU, "東京都府中市", found=True),
    _address("東京都府 crosses from the first token", _FUCHU, "東京都府", found=True),
    _address("京都 is a part of 東京都", _FUCHU, "京都", found=True),
    _address("a prefecture's name further back", "見本市北海道町3", "北海道町", found=True),
    _address("a prefecture that the record leaves out", "府中市見本町3-1-2", "東京都府中市", found=False),
    _address("every phrase must be there", _FUCHU, "府中市 3丁目", found=True),
    _address("phrases in any order, parted by wide spaces", _FUCHU, "3丁目　東京都", found=True),
    _address("one phrase that is not there", _FUCHU, "府中市 4丁目", found=False),
    _address("a blank address never matches", "", "市", found=False),
    _address("an address of white space never matches", "　", "市", found=False),
    _insurer("協会けんぽ finds the long name", _HOKKAIDO, "協会けんぽ", found=True),
    _insurer("北海道支部 finds 全国健康保険協会北海道支部", _HOKKAIDO, "北海道支部", found=True),
    _insurer("北海道支部 does not find another branch", "全国健康保険協会東京支部", "北海道支部", found=False),
    _insurer("国保 with another phrase", "見本市国民健康保険", "国保 見本市", found=True),
    _insurer("都国民 does not cross the boundary", _TOKYO_KOKUHO, "都国民", found=False),
    _insurer("東京都国保 crosses from the first token", _TOKYO_KOKUHO, "東京都国保", found=True),
    _insurer("第3 does not find 第13", "第13見本健康保険組合", "第3", found=False),
    _insurer("第3 finds 第３", "第３見本健康保険組合", "第3", found=True),
    _insurer("every phrase must be there", _HOKKAIDO, "協会けんぽ 東京支部", found=False),
    _both("address and insurer both right", "府中市", "北海道支部", found=True),
    _both("with both, a wrong address finds nobody", "見本区", "北海道支部", found=False),
    _both("with both, a wrong insurer finds nobody", "府中市", "東京支部", found=False),
    Example(
        "an address of another record lends nothing",
        (row("A", address=_FUCHU), row("B", address="")),
        ask(address="府中市"),
        "identified",
        {"A": VALID},
    ),
)
