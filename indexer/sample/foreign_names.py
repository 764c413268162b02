"""Foreigners' names, in the forms in which 氏名 carries them.

The forms are those of the resident register that the Digital Agency's name model also reads: full-width
capitals, ``ALPHABET＿漢字``, ``ALPHABET＿漢字（通称）``, ``ALPHABET（通称）``; and katakana with middle dots.
"""

from enum import Enum
from functools import cache
from typing import Final, NamedTuple

from indexer.sample.draw import Draw, Weighted
from indexer.sample.japanese_names import draw_given_name, draw_surname
from indexer.sample.name_parts import Letters, Name, common_part
from indexer.sample.tables import table

_FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)} | {ord(" "): "\u3000"}


class _Form(Enum):
    ALPHABET = "ALPHABET"
    KATAKANA = "katakana"
    KANJI = "ALPHABET＿漢字"
    ALIAS = "（通称）"


_FORMS: Final = Weighted([(_Form.ALPHABET, 45), (_Form.KATAKANA, 25), (_Form.KANJI, 20), (_Form.ALIAS, 10)])


class _Part(NamedTuple):
    roman: str
    reading: str
    kanji: str


class ForeignFamily:
    """People of one origin who share a family name, registered in one form."""

    def __init__(self, draw: Draw) -> None:
        self._origin = draw.one_of(_origins())
        self._family = draw.one_of(_parts()[self._origin, "family"])
        self._form = _FORMS.draw(draw)
        self._alias_surname = draw_surname(draw)

    def member(self, draw: Draw, sex: str, birth_year: int) -> Name:
        """Return the name of one of them; ``sex`` is 1 or 2."""
        given = draw.one_of(_parts()[self._origin, sex])
        if self._form is _Form.KATAKANA:
            return Name(
                common_part(_dotted(self._family.reading), self._family.reading),
                common_part(_dotted(given.reading), given.reading),
            )
        written = given.roman.translate(_FULL_WIDTH) + self._kanji_suffix(given)
        if self._form is _Form.ALIAS:
            alias = draw_given_name(draw, sex, birth_year).written(Letters.REPLACED)
            written += f"（{self._alias_surname.written(Letters.REPLACED)}\u3000{alias}）"
        return Name(
            common_part(self._family.roman.translate(_FULL_WIDTH), self._family.reading),
            common_part(written, given.reading),
        )

    def other_name(self, draw: Draw, _name: Name, sex: str, birth_year: int) -> Name:
        """Return a 通称, a Japanese name in daily use."""
        return Name(self._alias_surname, draw_given_name(draw, sex, birth_year))

    def _kanji_suffix(self, given: _Part) -> str:
        if self._form is _Form.ALPHABET or not given.kanji:
            return ""
        return f"＿{self._family.kanji}\u3000{given.kanji}"


def _dotted(reading: str) -> str:
    return reading.replace(" ", "・")


@cache
def _parts() -> dict[tuple[str, str], list[_Part]]:
    """Return the parts by origin and ``family``, 1 (men's) or 2 (women's)."""
    parts: dict[tuple[str, str], list[_Part]] = {}
    for row in table("foreign_names.csv"):
        parts.setdefault((row["origin"], row["part"]), []).append(_Part(row["roman"], row["reading"], row["kanji"]))
    return parts


@cache
def _origins() -> list[str]:
    return list(dict.fromkeys(origin for origin, _ in _parts()))
