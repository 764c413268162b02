"""What people live through with their insurers: joining, changing, leaving, dying."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from indexer.sample.certificates import draw_certificates
from indexer.sample.days import age_on, birthday
from indexer.sample.draw import Draw, Weighted
from indexer.sample.households import InsuredGroup
from indexer.sample.insurer_kinds import LATE_ELDERLY_AGE, InsurerKind, draw_kind
from indexer.sample.memberships import Membership, Memberships
from indexer.sample.people import Person
from indexer.sample.rows import Row, draw_updated_on, feed_row
from indexer.sample.terms import (
    DEATH,
    INSURED_ELSEWHERE,
    OTHER_REASON,
    PUBLIC_ASSISTANCE,
    Span,
    draw_term,
)

LATE_ELDERLY_SCHEME_FROM: Final = date(2008, 4, 1)
"""The day on which the 後期高齢者医療 began."""

_INSURED_FROM_AGE: Final = 18
_LONGEST_MEMBERSHIP: Final = timedelta(days=20 * 365)
_REMEMBERED: Final = timedelta(days=8 * 365)
_SOON: Final = 60

_CHANGED_SHARE: Final = 0.22
_DEATH_SHARE: Final = {False: 0.002, True: 0.03}
_ENDINGS: Final = Weighted(
    [("in force", 925), ("left", 35), ("expired", 15), ("starts later", 12), ("leaves later", 13)]
)
_LEAVING_REASONS: Final = Weighted([(PUBLIC_ASSISTANCE, 15), (INSURED_ELSEWHERE, 60), (OTHER_REASON, 25)])


class _Stay(NamedTuple):
    """A span spent under one membership."""

    membership: Membership
    span: Span


class Histories:
    """Turns insured groups into rows, as of ``today``."""

    def __init__(self, draw: Draw, memberships: Memberships, today: date) -> None:
        self._draw = draw
        self._memberships = memberships
        self._today = today

    def rows(self, group: InsuredGroup) -> Iterator[Row]:
        """Yield the rows of everybody in the group, each person's older ones first."""
        stays = self._stays(group)
        for place, person in enumerate(group.members):
            died_on = self._death(person)
            for membership, span in stays:
                kind = membership.insurer.kind
                lived = _ended_by_death(span, died_on)
                term = draw_term(self._draw, kind, person.birth_date, lived, self._today)
                if term is not None:
                    held = draw_certificates(self._draw, kind, person.birth_date, term, self._today)
                    updated_on = draw_updated_on(self._draw, term, held, self._today)
                    yield feed_row(
                        person,
                        place,
                        membership,
                        group.home,
                        term=term,
                        certificates=held,
                        updated_on=updated_on,
                    )

    def _stays(self, group: InsuredGroup) -> list[_Stay]:
        """Return the group's present membership, after the former one if it is remembered."""
        head, alone = group.members[0], len(group.members) == 1
        age = age_on(head.birth_date, self._today)
        kind = draw_kind(self._draw, age, alone=alone)
        span = self._present_span(head, kind)
        stays = [_Stay(self._memberships.draw(self._draw, kind, group.home.place, head), span)]
        earliest = birthday(head.birth_date, _INSURED_FROM_AGE)
        changed = kind is InsurerKind.LATE_ELDERLY or self._draw.chance(_CHANGED_SHARE)
        if changed and earliest < span.joined_on and span.joined_on > self._today - _REMEMBERED:
            stays.insert(0, self._former_stay(group, earliest, span.joined_on, stays[0].membership))
        return stays

    def _present_span(self, head: Person, kind: InsurerKind) -> Span:
        draw, today = self._draw, self._today
        ending = _ENDINGS.draw(draw)
        if kind is InsurerKind.LATE_ELDERLY:
            joined_on = max(birthday(head.birth_date, LATE_ELDERLY_AGE), LATE_ELDERLY_SCHEME_FROM)
        elif ending == "starts later":
            joined_on = today + timedelta(days=draw.between(1, _SOON))
        else:
            adult_on = birthday(head.birth_date, _INSURED_FROM_AGE)
            joined_on = draw.day_between(max(adult_on, today - _LONGEST_MEMBERSHIP), today)
        if ending == "left" and joined_on < today:
            left_on = draw.day_between(joined_on + timedelta(days=1), today)
            return Span(joined_on, left_on, _LEAVING_REASONS.draw(draw))
        if ending == "leaves later":
            return Span(joined_on, today + timedelta(days=draw.between(1, _SOON)), _LEAVING_REASONS.draw(draw))
        return Span(joined_on, expired=ending == "expired")

    def _former_stay(self, group: InsuredGroup, earliest: date, left_on: date, present: Membership) -> _Stay:
        """Return a stay with another insurer that ended on the day the present one began."""
        draw = self._draw
        head = group.members[0]
        last_day = left_on - timedelta(days=1)
        joined_on = draw.day_between(max(earliest, last_day - _LONGEST_MEMBERSHIP), last_day)
        age = min(age_on(head.birth_date, last_day), LATE_ELDERLY_AGE - 1)
        alone = len(group.members) == 1
        membership = present
        while membership.insurer == present.insurer:
            kind = draw_kind(draw, age, alone=alone)
            membership = self._memberships.draw(draw, kind, group.home.place, head)
        return _Stay(membership, Span(joined_on, left_on, INSURED_ELSEWHERE))

    def _death(self, person: Person) -> date | None:
        """Return the day of a recent death, for a few."""
        old = age_on(person.birth_date, self._today) >= LATE_ELDERLY_AGE
        if not self._draw.chance(_DEATH_SHARE[old]):
            return None
        earliest = max(person.birth_date + timedelta(days=1), self._today - timedelta(days=3 * 365))
        return self._draw.day_between(min(earliest, self._today), self._today)


def _ended_by_death(span: Span, died_on: date | None) -> Span:
    """Return the span, cut on the day after the death if it was not over by then."""
    if died_on is None or (span.left_on is not None and span.left_on <= died_on):
        return span
    return Span(span.joined_on, died_on + timedelta(days=1), DEATH)
