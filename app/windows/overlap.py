"""When two windows would be open for one institution on one day. Pure."""

from dataclasses import dataclass
from datetime import date

from app.state.models import Institution, InstitutionGroup, Window


@dataclass(frozen=True, slots=True)
class Extent:
    """First to last day, both included, for these institutions (by id); ``None`` is every one, even of the future."""

    first: date
    last: date
    institutions: frozenset[int] | None


def overlap(one: Extent, other: Extent) -> bool:
    """Whether the days meet and one institution has both."""
    if one.last < other.first or other.last < one.first:
        return False
    if one.institutions is None or other.institutions is None:
        return True
    return not one.institutions.isdisjoint(other.institutions)


def extent_of(window: Window) -> Extent:
    """Of a window as it is in the database."""
    return Extent(window.opens_on, window.closes_on, institutions_of(window.institution, window.group))


def institutions_of(institution: Institution | None, group: InstitutionGroup | None) -> frozenset[int] | None:
    """Whom a window for the one or for the other, or for neither, holds for; as in :class:`Extent`."""
    if institution:
        return frozenset({institution.id})
    return frozenset(member.id for member in group.members) if group else None
