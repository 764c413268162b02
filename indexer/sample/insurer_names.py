"""Names of insurers: companies are invented, public bodies are called after their prefecture or city."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.sample.draw import Draw, Weighted
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.places import places, prefectures
from indexer.sample.tables import table

_TRADE_ASSOCIATIONS: Final = ("医師", "歯科医師", "建設")
_SOCIETIES: Final = 1100
_SPECIAL_RETIRED_SOCIETIES: Final = 30
_ACCOUNTING_UNITS: Final = 12
_HEAD_OFFICE_PULL: Final = {"東京都": 5.0, "大阪府": 2.0}


class InsurerName(NamedTuple):
    """An insurer before it has a number; ``city`` is set where it insures the people of one municipality."""

    kind: InsurerKind
    prefecture_code: str
    name: str
    city: str = ""


def insurer_names(draw: Draw) -> Iterator[InsurerName]:
    """Yield every invented insurer once."""
    yield InsurerName(InsurerKind.SEAMEN, "13", "全国健康保険協会船員保険部")
    yield from _prefectures_insurers()
    yield from _municipal_insurers()
    yield from _company_insurers(draw)
    for office in _words("office"):
        yield InsurerName(InsurerKind.NATIONAL_SERVANTS, "13", f"{office}庁共済組合")
    for unit in range(1, _ACCOUNTING_UNITS + 1):
        code = draw.one_of(prefectures()).code
        yield InsurerName(InsurerKind.SELF_DEFENCE, code, f"陸上自衛隊第{unit:03d}架空会計隊")


def _prefectures_insurers() -> Iterator[InsurerName]:
    for code, prefecture, _ in prefectures():
        branch = prefecture if prefecture == "北海道" else prefecture[:-1]
        yield InsurerName(InsurerKind.ASSOCIATION, code, f"全国健康保険協会{branch}支部")
        yield InsurerName(InsurerKind.LATE_ELDERLY, code, f"{prefecture}後期高齢者医療広域連合")
        yield InsurerName(InsurerKind.LOCAL_SERVANTS, code, f"{prefecture}市町村職員共済組合")
        yield InsurerName(InsurerKind.SCHOOLS, code, f"公立学校共済組合{branch}支部")
        yield InsurerName(InsurerKind.MUNICIPAL_RETIRED, code, f"{prefecture}退職者国民健康保険")
        for trade in _TRADE_ASSOCIATIONS:
            yield InsurerName(InsurerKind.TRADE, code, f"{prefecture}{trade}国民健康保険組合")


def _municipal_insurers() -> Iterator[InsurerName]:
    code_of = {prefecture.name: prefecture.code for prefecture in prefectures()}
    municipalities = {(place.prefecture, municipality(place.city)): None for place in places()}
    for prefecture, city in municipalities:
        code = code_of[prefecture]
        yield InsurerName(InsurerKind.MUNICIPAL, code, f"{city}国民健康保険", city)


def municipality(city: str) -> str:
    """Return the body that runs 国保: a ward's city, a town without its 郡; Tokyo's wards run their own."""
    if city.endswith("区") and "市" in city:
        return city[: city.index("市", 1) + 1]
    if city.endswith(("町", "村")) and "郡" in city:
        return city[city.index("郡", 1) + 1 :]
    return city


def _company_insurers(draw: Draw) -> Iterator[InsurerName]:
    head_offices = Weighted(
        (prefecture.code, prefecture.thousands_of_people * _HEAD_OFFICE_PULL.get(prefecture.name, 1.0))
        for prefecture in prefectures()
    )
    companies = [word + trade for trade in _words("trade") for word in _words("company")][:_SOCIETIES]
    for place, company in enumerate(companies):
        code = head_offices.draw(draw)
        yield InsurerName(InsurerKind.SOCIETY, code, f"{company}健康保険組合")
        if place < _SPECIAL_RETIRED_SOCIETIES:
            yield InsurerName(InsurerKind.SPECIAL_RETIRED, code, f"{company}健康保険組合（特例退職）")


def _words(part: str) -> list[str]:
    """Return the invented words for this part of an insurer's name."""
    return [row["word"] for row in table("insurer_words.csv") if row["part"] == part]
