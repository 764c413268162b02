"""Japanese names: common surnames, and given names as they were in fashion at a birth year."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from indexer.sample.draw import Draw, Weighted
from indexer.sample.name_parts import Name, NamePart, common_part, hide_one_letter, rare_part
from indexer.sample.tables import table

_LAST_FASHION: Final = 2030
_RARE_SHARE: Final = 0.3
_FORMER_NAME_SHARE: Final = 0.006
_HIDDEN_FAMILY_SHARE: Final = 0.014
_HIDDEN_GIVEN_SHARE: Final = 0.012


class JapaneseFamily:
    """People who share a Japanese surname, spelled alike."""

    def __init__(self, draw: Draw) -> None:
        self.surname = draw_surname(draw)

    def member(self, draw: Draw, sex: str, birth_year: int) -> Name:
        """Return the name of one of them, seldom with a 旧氏 as ``本姓［旧氏］　名``; ``sex`` is 1 or 2."""
        given_name = draw_given_name(draw, sex, birth_year)
        if draw.chance(_FORMER_NAME_SHARE):
            return Name(_with_former_name(self.surname, draw_surname(draw)), given_name)
        return Name(self.surname, given_name)

    def other_name(self, draw: Draw, name: Name, _sex: str, _birth_year: int) -> Name:
        """Return the name of one of them with another surname, as before a marriage."""
        return Name(draw_surname(draw), name.given)


def draw_surname(draw: Draw) -> NamePart:
    """Return a surname, as often as it is borne; a few have a letter that no insurer can send."""
    surname = _surnames().draw(draw)
    return hide_one_letter(surname, draw) if draw.chance(_HIDDEN_FAMILY_SHARE) else surname


def draw_given_name(draw: Draw, sex: str, birth_year: int) -> NamePart:
    """Return a given name of the time; ``sex`` is 1 or 2."""
    given_name = _given_names()[sex, min(birth_year, _LAST_FASHION)].draw(draw)
    return hide_one_letter(given_name, draw) if draw.chance(_HIDDEN_GIVEN_SHARE) else given_name


def _with_former_name(surname: NamePart, former: NamePart) -> NamePart:
    return surname._replace(
        kept=f"{surname.kept}［{former.kept}］",
        replaced=f"{surname.replaced}［{former.replaced}］",
        masked=f"{surname.masked}［{former.masked}］",
    )


@cache
def _surnames() -> Weighted[NamePart]:
    return Weighted(spelling for row in table("surnames.csv") for spelling in _spellings(row, row["surname"]))


@cache
def _given_names() -> dict[tuple[str, int], Weighted[NamePart]]:
    """Return the given names by sex and birth year."""
    fashions: dict[tuple[str, int, int], list[tuple[NamePart, float]]] = {}
    for row in table("given_names.csv"):
        fashion = fashions.setdefault((row["sex"], int(row["born_from"]), int(row["born_to"])), [])
        fashion.extend(_spellings(row, row["given_name"]))
    names: dict[tuple[str, int], Weighted[NamePart]] = {}
    for (sex, born_from, born_to), fashion in fashions.items():
        weighted = Weighted(fashion)
        names.update(((sex, year), weighted) for year in range(born_from, born_to + 1))
    return names


def _spellings(row: dict[str, str], common: str) -> Iterator[tuple[NamePart, float]]:
    """Yield the spellings of a name with their weights, those with rare letters sharing their part."""
    weight, reading = float(row["weight"]), row["reading"]
    rare_spellings = row["rare_spellings"].split("/") if row["rare_spellings"] else []
    yield common_part(common, reading), weight * (1 - _RARE_SHARE) if rare_spellings else weight
    for rare in rare_spellings:
        yield rare_part(rare, common, reading), weight * _RARE_SHARE / len(rare_spellings)
