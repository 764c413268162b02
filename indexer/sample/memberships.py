"""A household's place with one insurer: 記号・番号, and what the insurer's rows say of everybody in it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from indexer.sample.draw import Draw, Weighted
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.insurers import Insurer, draw_insurer
from indexer.sample.people import Person
from indexer.sample.places import Place

_NUMBERS: Final = 10**8
_SYMBOL_STEP: Final = 10**5
_SCATTER: Final = 36_969_697
_FULL_WIDTH_DIGITS: Final = str.maketrans("0123456789", "０１２３４５６７８９")

_NO_BRANCH_SHARE: Final = 0.15
_NO_KANA_SHARE: Final = 0.02
_BLANK_SYMBOL_SHARE: Final = 0.4

_CLASSES: Final = {
    InsurerKind.MUNICIPAL: Weighted([("01", 955), ("03", 30), ("05", 15)]),
    InsurerKind.TRADE: Weighted([("01", 990), ("03", 10)]),
    InsurerKind.MUNICIPAL_RETIRED: Weighted([("02", 70), ("04", 30)]),
    InsurerKind.SPECIAL_RETIRED: Weighted([("06", 1)]),
    InsurerKind.SELF_DEFENCE: Weighted([("07", 1)]),
    InsurerKind.LATE_ELDERLY: Weighted([("01", 995), ("05", 5)]),
}
_ORDINARY: Final = Weighted([("01", 1)])


class Membership(NamedTuple):
    """One 記号・番号 with one insurer; ``insured`` is the 被保険者 or the head of the household."""

    insurer: Insurer
    symbol: str
    number: str
    has_branches: bool
    sends_kana: bool
    certificate_class: str
    insured: Person

    def branch_number(self, place: int) -> str:
        """Return 枝番 of the member at this place (the insured is at 0): from 00 in 協会けんぽ, else 01."""
        if not self.has_branches:
            return ""
        first = 0 if self.insurer.kind is InsurerKind.ASSOCIATION else 1
        return f"{first + place:02d}"


class Memberships:
    """Gives out memberships; no two ever share insurer, 記号 and 番号 (up to a hundred million)."""

    def __init__(self, seed: int) -> None:
        self._serial = seed * 7919

    def draw(self, draw: Draw, kind: InsurerKind, place: Place, insured: Person) -> Membership:
        """Return a new membership with an insurer of the kind for people who live in the place."""
        self._serial += 1
        serial = self._serial * _SCATTER % _NUMBERS
        insurer = draw_insurer(draw, kind, place)
        has_branches = kind is not InsurerKind.LATE_ELDERLY and not draw.chance(_NO_BRANCH_SHARE)
        symbol, number = _SYMBOLS_AND_NUMBERS[kind](draw, insurer, serial)
        return Membership(
            insurer=insurer,
            symbol=symbol,
            number=number,
            has_branches=has_branches,
            sends_kana=not (has_branches and draw.chance(_NO_KANA_SHARE)),
            certificate_class=_CLASSES.get(kind, _ORDINARY).draw(draw),
            insured=insured,
        )


def _association(_draw: Draw, insurer: Insurer, serial: int) -> tuple[str, str]:
    return f"{insurer.number[2:4]}{serial // _SYMBOL_STEP:06d}", str(serial % _SYMBOL_STEP + 1)


def _society(draw: Draw, _insurer: Insurer, serial: int) -> tuple[str, str]:
    symbol, number = str(serial // _SYMBOL_STEP + 1), serial % _SYMBOL_STEP + 1
    written = draw.one_of((f"{number}", f"{number:06d}", f"{number:07d}"))
    return draw.one_of((symbol, symbol, symbol.translate(_FULL_WIDTH_DIGITS))), written


def _mutual_aid(draw: Draw, insurer: Insurer, serial: int) -> tuple[str, str]:
    return draw.one_of(("公", "共済", "キヨウ", insurer.prefecture)), f"{serial:08d}"


def _national_health(draw: Draw, insurer: Insurer, serial: int) -> tuple[str, str]:
    if draw.chance(_BLANK_SYMBOL_SHARE):
        return "", f"{serial:08d}"
    return draw.one_of(("国", insurer.name[:1], "コク", "０１", "12")), draw.one_of((f"{serial:08d}", str(serial)))


def _late_elderly(_draw: Draw, _insurer: Insurer, serial: int) -> tuple[str, str]:
    return "", f"{serial:08d}"


def _self_defence(_draw: Draw, _insurer: Insurer, serial: int) -> tuple[str, str]:
    return "陸", f"{serial:08d}"


_SYMBOLS_AND_NUMBERS: Final[dict[InsurerKind, Callable[[Draw, Insurer, int], tuple[str, str]]]] = {
    InsurerKind.ASSOCIATION: _association,
    InsurerKind.SEAMEN: _association,
    InsurerKind.SOCIETY: _society,
    InsurerKind.SPECIAL_RETIRED: _society,
    InsurerKind.SELF_DEFENCE: _self_defence,
    InsurerKind.NATIONAL_SERVANTS: _mutual_aid,
    InsurerKind.LOCAL_SERVANTS: _mutual_aid,
    InsurerKind.SCHOOLS: _mutual_aid,
    InsurerKind.LATE_ELDERLY: _late_elderly,
    InsurerKind.MUNICIPAL_RETIRED: _national_health,
    InsurerKind.MUNICIPAL: _national_health,
    InsurerKind.TRADE: _national_health,
}
