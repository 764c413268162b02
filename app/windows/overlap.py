"""When two windows would be open for one institution on one day. Pure."""

from dataclasses import dataclass
from datetime import date

from app.state.models import Institution, InstitutionGroup, Window


@dataclass(frozen=True, slots=True)
class Extent:
    """First to last day, both included, for these institutions (by id); ``None`` is every one, even of the future.

    ``group``: the group (by id) that they are the members of now.
    """

    first: date
    last: date
    institutions: frozenset[int] | None
    group: int | None = None


def overlap(one: Extent, other: Extent) -> bool:
    """Whether the days meet and one institution has both, or would have both once it is in the group of both."""
    if one.last < other.first or other.last < one.first:
        return False
    if one.institutions is None or other.institutions is None:
        return True
    if one.group is not None and one.group == other.group:
        return True
    return not one.institutions.isdisjoint(other.institutions)


def extent_of(window: Window) -> Extent:
    """Of a window as it is in the database."""
    return extent_for(window.opens_on, window.closes_on, window.institution, window.group)


def extent_for(first: date, last: date, institution: Institution | None, group: InstitutionGroup | None) -> Extent:
    """Of a window for the one or for the other, or for neither."""
    return Extent(first, last, _institutions_of(institution, group), group.id if group else None)


def _institutions_of(institution: Institution | None, group: InstitutionGroup | None) -> frozenset[int] | None:
    if institution:
        return frozenset({institution.id})
    return frozenset(member.id for member in group.members) if group else None
