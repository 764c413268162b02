"""The invented insurers with their numbers and habits, the same in every sample."""

from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from indexer.insurer_check_digit import check_digit
from indexer.sample.draw import Draw, Weighted
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.insurer_names import InsurerName, insurer_names, municipality
from indexer.sample.name_parts import Letters
from indexer.sample.places import Place, prefectures

_HABITS_SEED: Final = 20210301
_LETTERS: Final = Weighted([(Letters.KEPT, 50), (Letters.MASKED, 30), (Letters.REPLACED, 20)])
_LARGE_KANA_SHARE: Final = 0.35
_PADDINGS: Final = Weighted([("", 60), ("00", 30), ("  ", 10)])

_LOCAL: Final = frozenset(
    {
        InsurerKind.ASSOCIATION,
        InsurerKind.LATE_ELDERLY,
        InsurerKind.LOCAL_SERVANTS,
        InsurerKind.MUNICIPAL_RETIRED,
        InsurerKind.SCHOOLS,
        InsurerKind.TRADE,
    }
)


class Insurer(NamedTuple):
    """An insurer: number and name as it sends them, and how it writes people's names."""

    kind: InsurerKind
    number: str
    name: str
    prefecture: str
    letters: Letters
    large_kana: bool


def draw_insurer(draw: Draw, kind: InsurerKind, place: Place) -> Insurer:
    """Return an insurer of the kind that may insure people who live in the place."""
    if kind is InsurerKind.MUNICIPAL:
        return _by_area()[kind, place.prefecture, municipality(place.city)][0]
    if kind in _LOCAL:
        return draw.one_of(_by_area()[kind, place.prefecture, ""])
    return draw.one_of(_by_kind()[kind])


def insurers() -> tuple[Insurer, ...]:
    """Return every invented insurer."""
    return tuple(insurer for area in _by_area().values() for insurer in area)


@cache
def _by_area() -> dict[tuple[InsurerKind, str, str], list[Insurer]]:
    """Return the insurers by kind, prefecture and (for 市町村国保) municipality."""
    draw = Draw(_HABITS_SEED)
    prefecture_of = {prefecture.code: prefecture.name for prefecture in prefectures()}
    serials: Counter[str] = Counter()
    by_area: dict[tuple[InsurerKind, str, str], list[Insurer]] = {}
    for named in insurer_names(draw):
        prefecture = prefecture_of[named.prefecture_code]
        insurer = Insurer(
            kind=named.kind,
            number=_number(draw, named, serials),
            name=named.name,
            prefecture=prefecture,
            letters=_LETTERS.draw(draw),
            large_kana=draw.chance(_LARGE_KANA_SHARE),
        )
        by_area.setdefault((named.kind, prefecture, named.city), []).append(insurer)
    return by_area


@cache
def _by_kind() -> dict[InsurerKind, list[Insurer]]:
    by_kind: dict[InsurerKind, list[Insurer]] = {}
    for insurer in insurers():
        by_kind.setdefault(insurer.kind, []).append(insurer)
    return by_kind


def _number(draw: Draw, named: InsurerName, serials: Counter[str]) -> str:
    """Return the next free number of the kind in the prefecture; 国保 numbers may come padded to eight."""
    stem = named.kind.law_code + named.prefecture_code
    serials[stem] += 1
    digits = f"{stem}{serials[stem]:03d}"
    padding = "" if named.kind.law_code else _PADDINGS.draw(draw)
    return padding + digits + check_digit(digits)
