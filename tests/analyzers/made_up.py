"""Made-up names, readings, addresses and insurers as hypothesis strategies and as one fixed corpus."""

from collections.abc import Callable, Iterator
from itertools import cycle, product
from typing import NamedTuple

from hypothesis import strategies as st

from analyzers.prefectures import PREFECTURES
from tests.analyzers.numerals import kanji_numeral

_NAME_LETTERS = "見本例律花杏髙﨑邉齋𠮷々一二三ノ之ヶさくらサクラーつヅ"
_SMALL = "ァィゥェォッャュョヮ"
_KANA_LETTERS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴー" + _SMALL
)

names = st.text(_NAME_LETTERS, min_size=1, max_size=10)
readings = st.text(_KANA_LETTERS, min_size=1, max_size=14)


class Numbers(NamedTuple):
    """丁目, 番, 号 of a house."""

    block: int
    lot: int
    house: int


def hyphens(numbers: Numbers) -> str:
    """1-2-3."""
    return "-".join(map(str, numbers))


def units(numbers: Numbers) -> str:
    """1丁目2番3号."""
    return f"{numbers.block}丁目{numbers.lot}番{numbers.house}号"


def lot_units(numbers: Numbers) -> str:
    """1丁目2番地3."""
    return f"{numbers.block}丁目{numbers.lot}番地{numbers.house}"


def lot_units_with_no(numbers: Numbers) -> str:
    """1丁目2番地の3."""
    return f"{numbers.block}丁目{numbers.lot}番地の{numbers.house}"


def numerals(numbers: Numbers) -> str:
    """一丁目二番三号."""
    block, lot, house = map(kanji_numeral, numbers)
    return f"{block}丁目{lot}番{house}号"


def numerals_with_no(numbers: Numbers) -> str:
    """二の八の一."""
    return "の".join(map(kanji_numeral, numbers))


def wide(numbers: Numbers) -> str:
    """１－２－３."""
    return hyphens(numbers).translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))


STYLES: tuple[Callable[[Numbers], str], ...] = (
    hyphens, units, lot_units, lot_units_with_no, numerals, numerals_with_no, wide,
)  # fmt: skip

CITIES = ("見本市", "見本区", "例郡見本町", "府中見市")
TOWNS = ("下見", "西新見", "八丁見", "六本見", "見ノ例", "霞ヶ例", "ハイ例", "三見南", "見本町", "例条")
BUILDINGS = ("", "ハイツ見本101", "　見本荘２０５号室", " MIHON tower 10F")


class Address(NamedTuple):
    """An address in its parts; `numbers` are not yet spelled."""

    prefecture: str
    city: str
    town: str
    numbers: Numbers
    building: str

    def spelled(self, style: Callable[[Numbers], str]) -> str:
        """The whole address with its numbers in one style."""
        return self.prefecture + self.city + self.town + style(self.numbers) + self.building


_block = st.integers(1, 99)
_number = st.integers(1, 1300)
numbers = st.builds(Numbers, _block, _number, _number)
addresses = st.builds(
    Address,
    st.sampled_from(PREFECTURES),
    st.sampled_from(CITIES),
    st.sampled_from(TOWNS),
    numbers,
    st.sampled_from(BUILDINGS),
)
styles = st.sampled_from(STYLES)


def address_corpus() -> Iterator[str]:
    """Every city, town, style and building several times, with prefectures and numbers that go round."""
    prefectures = cycle(PREFECTURES)
    numbers = cycle(Numbers(1 + i % 12, 1 + i % 41, 1 + i % 23) for i in range(12 * 41))
    for city, town, style, building, _ in product(CITIES, TOWNS, STYLES, BUILDINGS, range(5)):
        yield Address(next(prefectures), city, town, next(numbers), building).spelled(style)


def insurer_corpus() -> Iterator[str]:
    """Every kind of insurer, under its long and its short names."""
    for prefecture in PREFECTURES:
        place = prefecture.rstrip("都府県")
        yield from (f"全国健康保険協会　{place}支部", f"協会けんぽ{place}", f"（協会けんぽ）{place}支部")
        yield from (f"{prefecture}後期高齢者医療広域連合", f"{prefecture}国保組合", f"{place}市国民健康保険")
        yield from (f"㈱{place}工業健保", f"{place}ｼｽﾃﾑ健康保険組合 (TJK)", f"{prefecture}学校共済組合")


def name_corpus() -> Iterator[str]:
    """Names in every form that one field takes."""
    families, givens = ("見本", "髙例", "邉見", "三ツ例", "佐々見"), ("律花", "杏", "一郎太", "さくら", "ルカ")
    for family, given in product(families, givens):
        yield from (f"{family}　{given}", f"{family} {given}", f"{family}［旧{family}］　{given}")
        yield from (f"ＭＯＤＥＬ　ＡＮＮＡ＿{family}　{given}", f"成年後見人　{family}　{given}")


def reading_corpus() -> Iterator[str]:
    """Readings in full and half width."""
    families, givens = (
        ("ミホン", "タカレイ", "ワタミ", "ヴィオ", "ギャパン"),
        ("リツカ", "ショウイチ", "キッカ", "タカヲ", "みつゑ"),
    )
    for family, given in product(families, givens):
        yield from (f"{family}　{given}", f"{family}・{given}", f"{family}－{given}", f"ﾐﾎﾝ ｷﾞｬ{given}")
