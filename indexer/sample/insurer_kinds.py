"""The kinds of insurers, and what a person's age and household say about the kind."""

from enum import Enum
from typing import Final

from indexer.sample.draw import Draw, Weighted

LATE_ELDERLY_AGE: Final = 75
_RETIREMENT_AGE: Final = 65
_RETIREE_SCHEME_AGE: Final = 55
_LATEST_SERVICE_AGE: Final = 54


class InsurerKind(Enum):
    """A kind of insurer, with its 法別番号 (none for 国保, whose numbers have six digits)."""

    ASSOCIATION = "01"  # 全国健康保険協会
    SEAMEN = "02"  # 船員保険
    SOCIETY = "06"  # 組合健保
    SELF_DEFENCE = "07"  # 自衛官
    NATIONAL_SERVANTS = "31"  # 国家公務員共済
    LOCAL_SERVANTS = "32"  # 地方公務員共済
    SCHOOLS = "34"  # 公立学校共済
    LATE_ELDERLY = "39"  # 後期高齢者医療
    SPECIAL_RETIRED = "63"  # 特例退職
    MUNICIPAL_RETIRED = "67"  # 退職者の国保
    MUNICIPAL = "municipal"  # 市町村国保
    TRADE = "trade"  # 国保組合

    @property
    def law_code(self) -> str:
        """法別番号, blank for 国保."""
        return "" if self in {InsurerKind.MUNICIPAL, InsurerKind.TRADE} else self.value

    @property
    def yearly_cards(self) -> bool:
        """Whether eligibility runs from August to July and is renewed every year."""
        return self in _YEARLY


_YEARLY: Final = frozenset(
    {
        InsurerKind.MUNICIPAL,
        InsurerKind.MUNICIPAL_RETIRED,
        InsurerKind.TRADE,
        InsurerKind.LATE_ELDERLY,
    }
)

_FAMILIES_AT_WORK: Final = [
    (InsurerKind.ASSOCIATION, 400.0),
    (InsurerKind.SOCIETY, 300.0),
    (InsurerKind.NATIONAL_SERVANTS, 20.0),
    (InsurerKind.LOCAL_SERVANTS, 40.0),
    (InsurerKind.SCHOOLS, 30.0),
    (InsurerKind.MUNICIPAL, 160.0),
    (InsurerKind.TRADE, 30.0),
    (InsurerKind.SEAMEN, 3.0),
]
_AT_WORK: Final = Weighted(_FAMILIES_AT_WORK)
_YOUNG_AND_ALONE: Final = Weighted([*_FAMILIES_AT_WORK, (InsurerKind.SELF_DEFENCE, 10.0)])
_RETIRING_ALONE: Final = Weighted([*_FAMILIES_AT_WORK, (InsurerKind.MUNICIPAL_RETIRED, 40.0)])
_RETIRED: Final = Weighted(
    [
        (InsurerKind.MUNICIPAL, 600.0),
        (InsurerKind.ASSOCIATION, 200.0),
        (InsurerKind.SOCIETY, 100.0),
        (InsurerKind.TRADE, 40.0),
        (InsurerKind.SPECIAL_RETIRED, 50.0),
    ]
)


def draw_kind(draw: Draw, age: int, *, alone: bool) -> InsurerKind:
    """Return the kind of insurer of somebody of this age, who is insured ``alone`` or with a family."""
    if age >= LATE_ELDERLY_AGE:
        return InsurerKind.LATE_ELDERLY
    if age >= _RETIREMENT_AGE:
        return _RETIRED.draw(draw)
    if alone and age >= _RETIREE_SCHEME_AGE:
        return _RETIRING_ALONE.draw(draw)
    return (_YOUNG_AND_ALONE if alone and age <= _LATEST_SERVICE_AGE else _AT_WORK).draw(draw)
