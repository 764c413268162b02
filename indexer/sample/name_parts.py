"""A family or given name, in every spelling in which an insurer may send it."""

from enum import Enum
from typing import Final, NamedTuple

from indexer.sample.draw import Draw
from indexer.sample.half_width import half_width, large_kana

UNENCODABLE: Final = "●"
"""What stands in a feed for a letter outside the insurer's character set."""

_FIRST_KANJI: Final = "\u3400"
_FIRST_SELECTOR: Final = "\U000e0100"


class Letters(Enum):
    """What an insurer does with rare letters such as 髙."""

    KEPT = "kept"
    REPLACED = "replaced"
    MASKED = "masked"


class NamePart(NamedTuple):
    """One part of a name.

    ``kept`` is its true spelling, ``replaced`` has common letters for rare ones, ``masked`` has ● for them;
    the readings are half-width katakana.
    """

    kept: str
    replaced: str
    masked: str
    kana: str
    large_kana: str

    def written(self, letters: Letters) -> str:
        """Return the spelling that an insurer with this habit sends."""
        if letters is Letters.KEPT:
            return self.kept
        return self.replaced if letters is Letters.REPLACED else self.masked


class Name(NamedTuple):
    """A whole name."""

    family: NamePart
    given: NamePart

    def written(self, letters: Letters) -> str:
        """Return 氏名 as sent: the parts parted by one U+3000."""
        return f"{self.family.written(letters)}\u3000{self.given.written(letters)}"

    def reading(self, *, large: bool) -> str:
        """Return 読み仮名 as sent: the parts parted by one half-width space."""
        if large:
            return f"{self.family.large_kana} {self.given.large_kana}"
        return f"{self.family.kana} {self.given.kana}"


def common_part(text: str, reading: str) -> NamePart:
    """Return a part that every insurer writes alike; ``reading`` is full-width katakana."""
    kana = half_width(reading)
    return NamePart(text, text, text, kana, large_kana(kana))


def rare_part(rare: str, common: str, reading: str) -> NamePart:
    """Return a part spelled ``rare``, whose letters unlike those of ``common`` are beyond some insurers."""
    pairs = zip(_letters(rare), _letters(common), strict=True)
    masked = "".join(letter if letter == usual else UNENCODABLE for letter, usual in pairs)
    return common_part(common, reading)._replace(kept=rare, masked=masked)


def hide_one_letter(part: NamePart, draw: Draw) -> NamePart:
    """Return the part with one kanji turned into ● for every insurer, unchanged where it has no kanji."""
    letters = _letters(part.kept)
    kanji = [place for place, letter in enumerate(letters) if letter[0] >= _FIRST_KANJI]
    if not kanji:
        return part
    letters[draw.one_of(kanji)] = UNENCODABLE
    hidden = "".join(letters)
    return part._replace(kept=hidden, replaced=hidden, masked=hidden)


def _letters(text: str) -> list[str]:
    """Return the letters, each together with its variation selector if it has one."""
    letters: list[str] = []
    for character in text:
        if character >= _FIRST_SELECTOR and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return letters
