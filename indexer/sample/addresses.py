"""Homes, and the many ways in which insurers spell an address."""

from typing import Final, NamedTuple

from indexer.sample.draw import Draw, Weighted
from indexer.sample.places import Place

_KANJI_NUMERALS: Final = "〇一二三四五六七八九"
_FULL_WIDTH_DIGITS: Final = str.maketrans("0123456789-", "０１２３４５６７８９－")
_BUILDINGS: Final = (
    "コーポ青葉",
    "グリーンハイツ",
    "メゾンひまわり",
    "サンライズマンション",
    "第二若葉荘",
    "レジデンス中央",
    "パークタワー",
    "市営住宅",
    "ハイム桜",
)
_ROOMS: Final = ("{}", "{}号室", "-{}", "\u3000{}号", "{}号")

_NOT_SENT_SHARE: Final = 0.1
_PREFECTURE_ONLY_SHARE: Final = 0.03
_NO_PREFECTURE_SHARE: Final = 0.04
_NO_POSTAL_CODE_SHARE: Final = 0.03
_FULL_WIDTH_SHARE: Final = 0.3
_BUILDING_SHARE: Final = 0.3
_OAZA_SHARE: Final = 0.3

_CHOME_STYLES: Final = Weighted(
    [
        ("{chome}-{block}-{house}", 30),
        ("{chome}丁目{block}番{house}号", 25),
        ("{chome}丁目{block}-{house}", 20),
        ("{kanji}丁目{block}番{house}号", 15),
        ("{kanji}丁目{block}番地{house}", 5),
        ("{chome}‐{block}‐{house}", 2),
        ("{chome}ー{block}ー{house}", 3),
    ]
)
_LOT_STYLES: Final = Weighted(
    [
        ("{lot}-{house}", 35),
        ("{lot}番地", 25),
        ("{lot}番地{house}", 15),
        ("{lot}番地の{house}", 15),
        ("{lot}", 10),
    ]
)


class Home(NamedTuple):
    """Where a household lives, and what its insurers send of it (blank where they send nothing)."""

    place: Place
    postal_code: str
    address: str


def draw_home(draw: Draw, place: Place) -> Home:
    """Return a home in the town."""
    if draw.chance(_NOT_SENT_SHARE):
        return Home(place, "", "")
    if draw.chance(_PREFECTURE_ONLY_SHARE):
        return Home(place, "", place.prefecture)
    postal_code = "" if draw.chance(_NO_POSTAL_CODE_SHARE) else place.postal_code
    return Home(place, postal_code, _town(draw, place) + _house(draw, place) + _building(draw))


def _town(draw: Draw, place: Place) -> str:
    prefecture = "" if draw.chance(_NO_PREFECTURE_SHARE) else place.prefecture
    rural = not place.has_chome and place.city.endswith(("町", "村")) and not place.town.endswith("町")
    oaza = "大字" if rural and draw.chance(_OAZA_SHARE) else ""
    return f"{prefecture}{place.city}{oaza}{place.town}"


def _house(draw: Draw, place: Place) -> str:
    styles = _CHOME_STYLES if place.has_chome else _LOT_STYLES
    chome = draw.between(1, 6)
    house = styles.draw(draw).format(
        chome=chome,
        kanji=_KANJI_NUMERALS[chome],
        block=draw.between(1, 40),
        lot=draw.between(1, 3000),
        house=draw.between(1, 30),
    )
    return house.translate(_FULL_WIDTH_DIGITS) if draw.chance(_FULL_WIDTH_SHARE) else house


def _building(draw: Draw) -> str:
    if not draw.chance(_BUILDING_SHARE):
        return ""
    room = draw.one_of(_ROOMS).format(100 * draw.between(1, 9) + draw.between(1, 12))
    return draw.one_of(("\u3000", " ", "")) + draw.one_of(_BUILDINGS) + room
