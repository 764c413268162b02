"""Households: who lives together, and who of them is insured with whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from indexer.sample.addresses import Home, draw_home
from indexer.sample.days import age_on
from indexer.sample.draw import Draw, Weighted
from indexer.sample.insurer_kinds import LATE_ELDERLY_AGE
from indexer.sample.people import FEMALE, MALE, Family, Person, PersonIds, draw_family, draw_person
from indexer.sample.places import draw_place

_HEAD_AGES: Final = Weighted(
    [
        ((18, 24), 5),
        ((25, 39), 22),
        ((40, 54), 27),
        ((55, 64), 16),
        ((65, 74), 14),
        ((75, 84), 11),
        ((85, 94), 4.5),
        ((95, 103), 0.5),
    ]
)
_MALE_HEAD_SHARE: Final = 0.65
_MARRIED_SHARE: Final = {False: 0.25, True: 0.62}
_SETTLED_AGE: Final = 28
_ADULT_AGE: Final = 18
_LATEST_PARENT_AGE: Final = 64
_SINGLE_PARENT_SHARE: Final = 0.08
_CHILDREN: Final = Weighted([(0, 30), (1, 25), (2, 33), (3, 12)])
_LATEST_CHILD_AGE: Final = 22
_TWINS_SHARE: Final = 0.03
_SPOUSE_AT_WORK_SHARE: Final = 0.5
_DEPENDENT_PARENT_SHARE: Final = 0.04
_DEPENDENT_PARENT_FROM: Final = 38
_DEPENDENT_PARENT_TO: Final = 48
_DAYS_PER_YEAR: Final = 365.2425


class InsuredGroup(NamedTuple):
    """People insured under one 記号・番号, the insured first, and their home."""

    members: list[Person]
    home: Home


class Households:
    """Draws one household after another, as of ``today``."""

    def __init__(self, draw: Draw, ids: PersonIds, today: date) -> None:
        self._draw = draw
        self._ids = ids
        self._today = today

    def next(self) -> list[InsuredGroup]:
        """Return the groups of one household; whoever is 75 or older is insured alone, from that age on."""
        draw = self._draw
        home = draw_home(draw, draw_place(draw))
        family = draw_family(draw)
        sex = MALE if draw.chance(_MALE_HEAD_SHARE) else FEMALE
        age = draw.between(*_HEAD_AGES.draw(draw))
        head = self._person(family, sex, self._birth_date(age))
        spouse = self._spouse(family, sex, age)
        children = list(self._children(family, age, married=spouse is not None))
        group, groups = [head], []
        if spouse is not None:
            if draw.chance(_SPOUSE_AT_WORK_SHARE) or self._too_old(spouse) or self._too_old(head):
                groups.append(InsuredGroup([spouse], home))
            else:
                group.append(spouse)
        if not self._too_old(head):
            group += children
            group += self._dependent_parent(family, age)
        return [InsuredGroup(group, home), *groups]

    def namesake(self, person: Person) -> InsuredGroup:
        """Return another person of the same name, sex and birth date, who lives elsewhere."""
        namesake = person._replace(person_id=self._ids.next(), other_name=None)
        return InsuredGroup([namesake], draw_home(self._draw, draw_place(self._draw)))

    def _person(self, family: Family, sex: str, birth_date: date) -> Person:
        return draw_person(self._draw, self._ids, family, sex, birth_date)

    def _too_old(self, person: Person) -> bool:
        return age_on(person.birth_date, self._today) >= LATE_ELDERLY_AGE

    def _birth_date(self, age: int) -> date:
        """Return a birth date that makes somebody about this old today."""
        days = (age + self._draw.share()) * _DAYS_PER_YEAR
        return self._today - timedelta(days=int(days))

    def _spouse(self, family: Family, sex: str, age: int) -> Person | None:
        if not self._draw.chance(_MARRIED_SHARE[age >= _SETTLED_AGE]):
            return None
        spouse_age = max(_ADULT_AGE, age + self._draw.between(-6, 4) * (1 if sex == MALE else -1))
        return self._person(family, FEMALE if sex == MALE else MALE, self._birth_date(min(spouse_age, 103)))

    def _children(self, family: Family, age: int, *, married: bool) -> Iterator[Person]:
        """Yield the children who are still dependent, eldest first."""
        draw = self._draw
        if age > _LATEST_PARENT_AGE or not (married or draw.chance(_SINGLE_PARENT_SHARE)):
            return
        child_age = age - draw.between(20, 36)
        for _ in range(_CHILDREN.draw(draw)):
            if 0 <= child_age <= _LATEST_CHILD_AGE:
                yield from self._born_together(family, self._birth_date(child_age))
            child_age -= draw.between(2, 4)

    def _born_together(self, family: Family, birth_date: date) -> Iterator[Person]:
        """Yield a child, or twins, whose names are never alike."""
        draw = self._draw
        child = self._person(family, draw.one_of((MALE, FEMALE)), birth_date)
        yield child
        if draw.chance(_TWINS_SHARE):
            twin = self._person(family, draw.one_of((MALE, FEMALE)), birth_date)
            while twin.name.given.large_kana == child.name.given.large_kana:
                twin = self._person(family, draw.one_of((MALE, FEMALE)), birth_date)
            yield twin

    def _dependent_parent(self, family: Family, age: int) -> Iterator[Person]:
        draw = self._draw
        if _DEPENDENT_PARENT_FROM <= age <= _DEPENDENT_PARENT_TO and draw.chance(_DEPENDENT_PARENT_SHARE):
            parent_age = min(age + draw.between(22, 32), LATE_ELDERLY_AGE - 2)
            yield self._person(family, draw.one_of((MALE, FEMALE)), self._birth_date(parent_age))
