"""A person of the sample."""

from datetime import date, timedelta
from typing import Final, NamedTuple, Protocol

from indexer.sample.draw import Draw
from indexer.sample.foreign_names import ForeignFamily
from indexer.sample.japanese_names import JapaneseFamily
from indexer.sample.name_parts import Name

MALE: Final = "1"
FEMALE: Final = "2"
NOT_SET: Final = "3"

MANUAL_BIRTH_DATE: Final = date(1954, 3, 26)
"""昭和29年3月26日, the birthday of the manual's two 新橋 太郎, which nobody else in the sample has."""

_FOREIGN_SHARE: Final = 0.025
_NOT_SET_SHARE: Final = 0.001
_OTHER_NAME_SHARE: Final = 0.02
_NO_PERSON_ID_SHARE: Final = 0.03
_ID_STEP: Final = 0x9E3779B97F4A7C15
_ID_MASK: Final = (1 << 64) - 1


class Person(NamedTuple):
    """Who somebody is, whichever insurer sends it; ``person_id`` is blank where no insurer gives one."""

    person_id: str
    name: Name
    other_name: Name | None
    sex: str
    sex_note: str
    birth_date: date


class Family(Protocol):
    """People who share a family name."""

    def member(self, draw: Draw, sex: str, birth_year: int) -> Name:
        """Return the name of one of them; ``sex`` is 1 or 2."""

    def other_name(self, draw: Draw, name: Name, sex: str, birth_year: int, /) -> Name:
        """Return the 氏名（その他） of the one who has this name."""


class PersonIds:
    """Ids that never repeat and do not show the order in which they were given."""

    def __init__(self, seed: int) -> None:
        self._given = seed * 0x2545F491

    def next(self) -> str:
        """Return an id that nobody has."""
        self._given += 1
        return f"{self._given * _ID_STEP & _ID_MASK:016x}"


def draw_family(draw: Draw) -> Family:
    """Return a family, seldom a foreign one."""
    return ForeignFamily(draw) if draw.chance(_FOREIGN_SHARE) else JapaneseFamily(draw)


def draw_person(draw: Draw, ids: PersonIds, family: Family, sex: str, birth_date: date) -> Person:
    """Return one of the family; ``sex`` is 1 or 2, and recorded as 3 in rare cases."""
    if birth_date == MANUAL_BIRTH_DATE:
        birth_date += timedelta(days=1)
    name = family.member(draw, sex, birth_date.year)
    person_id = ids.next()
    person = Person(
        person_id="" if draw.chance(_NO_PERSON_ID_SHARE) else person_id,
        name=name,
        other_name=None,
        sex=sex,
        sex_note="",
        birth_date=birth_date,
    )
    if draw.chance(_OTHER_NAME_SHARE):
        person = person._replace(other_name=family.other_name(draw, name, sex, birth_date.year))
    if draw.chance(_NOT_SET_SHARE):
        person = person._replace(sex=NOT_SET, sex_note=draw.one_of(("", sex)))
    return person
