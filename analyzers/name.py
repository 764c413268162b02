"""Keys of 氏名: the same name written differently. Different letters (髙/高) stay different here."""

import re
from collections.abc import Iterator
from typing import Final

from analyzers.characters import APOSTROPHES, DASHES, MIDDLE_DOTS, WHITE_SPACE
from analyzers.fold import CharMap, Composition, Fold
from analyzers.opening import ACCENTS_FOR_APOSTROPHES, LONG_VOWEL, OPENING

NAME_SEPARATORS: Final = WHITE_SPACE + MIDDLE_DOTS + APOSTROPHES + DASHES + ',.、。_=゠"“”'
"""What parts a name without being part of it."""

_OPENING_BRACKETS: Final = "[{〔【「『〈《"
_CLOSING_BRACKETS: Final = "]}〕】」』〉》"

_OPENING: Final = (ACCENTS_FOR_APOSTROPHES, *OPENING)

NAME_FOLD: Final = Fold(
    "name",
    (
        *_OPENING,
        LONG_VOWEL,
        CharMap(
            "name_marks",
            dict.fromkeys(NAME_SEPARATORS, "")
            | dict.fromkeys(_OPENING_BRACKETS, "(")
            | dict.fromkeys(_CLOSING_BRACKETS, ")"),
        ),
        Composition(),
    ),
)

_OPENED: Final = Fold("opened_name", _OPENING)
"""A field in one width and case, its white space, brackets and underscores still there."""

_GUARDIAN: Final = re.compile(r"^成年(?:被)?後見人\s*")
_LATIN: Final = r"[a-z\u00c0-\u024f\u1e00-\u1eff\s.,'’\-]"
_ALPHABET_FIRST: Final = re.compile(rf"^({_LATIN}*)_([^_()]*)(?:\(([^()]*)\))?$")
_ALPHABET_AND_ALIAS: Final = re.compile(rf"^({_LATIN}+)\(([^()]*)\)$")
_FORMER_FAMILY_NAME: Final = re.compile(r"^([^\[\]_()]+)[\[〔]([^\[\]〔〕]+)[\]〕](.+)$")


def name_key(text: str) -> str:
    """The key of a name as a whole; ``""`` if nothing of it can be compared."""
    return NAME_FOLD(text)


def name_keys(text: str) -> tuple[str, ...]:
    """The keys of every name that one field holds, the whole field's first; empty ones left out.

    Several names stand in one field in these forms (kanjikana-model's test cases): 本姓［旧氏］名,
    ALPHABET＿漢字（通称）, ALPHABET（通称）, ＿漢字（通称）; 成年後見人 before a name is not part of it.
    """
    keys = (name_key(name) for name in (text, *_names(_OPENED(text).strip())))
    return tuple(dict.fromkeys(key for key in keys if key))


def _names(text: str) -> Iterator[str]:
    """The names in a field; those in forms that are not known stay one."""
    if guardian := _GUARDIAN.match(text):
        text = text[guardian.end() :]
        yield text
    if alphabet_first := _ALPHABET_FIRST.match(text):
        for part in alphabet_first.groups(default=""):
            yield from _with_former_family_name(part)
    elif alphabet_and_alias := _ALPHABET_AND_ALIAS.match(text):
        yield from alphabet_and_alias.groups()
    else:
        yield from _with_former_family_name(text)


def _with_former_family_name(text: str) -> Iterator[str]:
    """本姓［旧氏］名 is 本姓 名 and 旧氏 名; anything else is itself."""
    former = _FORMER_FAMILY_NAME.match(text)
    if former:
        family, former_family, given = former.groups()
        yield from (family + given, former_family + given)
    else:
        yield text
