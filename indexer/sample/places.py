"""Towns with their post codes, as likely as people live in their prefecture."""

from functools import cache
from typing import NamedTuple

from indexer.sample.draw import Draw, Weighted
from indexer.sample.tables import table


class Prefecture(NamedTuple):
    """A prefecture: its two-digit number, name, and population in thousands."""

    code: str
    name: str
    thousands_of_people: int


class Place(NamedTuple):
    """A town; ``has_chome`` says whether its addresses are numbered by 丁目."""

    prefecture: str
    city: str
    town: str
    postal_code: str
    has_chome: bool


def draw_place(draw: Draw) -> Place:
    """Return a town anywhere in Japan."""
    return draw.one_of(_places_by_prefecture()[_populations().draw(draw)])


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """Return the 47 prefectures in the order of their numbers."""
    return tuple(
        Prefecture(row["code"], row["prefecture"], int(row["thousands_of_people"])) for row in table("prefectures.csv")
    )


@cache
def places() -> tuple[Place, ...]:
    """Return every town of the table."""
    return tuple(
        Place(row["prefecture"], row["city"], row["town"], row["postal_code"], row["has_chome"] == "1")
        for row in table("places.csv")
    )


@cache
def _populations() -> Weighted[str]:
    return Weighted((prefecture.name, prefecture.thousands_of_people) for prefecture in prefectures())


@cache
def _places_by_prefecture() -> dict[str, list[Place]]:
    by_prefecture: dict[str, list[Place]] = {}
    for place in places():
        by_prefecture.setdefault(place.prefecture, []).append(place)
    return by_prefecture
