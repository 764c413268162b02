"""What was typed into 住所 or 保険者名, parted into the phrases of which each must be part of the record."""

import re
from typing import Final

from analyzers.address import address_key
from analyzers.characters import DASHES, NUMERALS
from analyzers.insurer import insurer_key
from analyzers.opening import OPENING

_NUMBER: Final = f"[0-9{NUMERALS}]"
_DASH: Final = f"[{re.escape(DASHES)}]"

_POSTAL_CODE: Final = re.compile(rf"^\s*(?:〒\s*[0-9]{{3}}{_DASH}?[0-9]{{4}}|[0-9]{{3}}{_DASH}[0-9]{{4}}(?=\s+\S))\s*")
_AROUND_DASH: Final = re.compile(rf"\s*({_DASH})\s*|(?<=[0-9])\s*(ー)\s*(?=[0-9])")
_BEFORE_UNIT: Final = re.compile(rf"(?<={_NUMBER})\s+(?=丁目|番地|番|号)")


def address_phrases(text: str) -> tuple[str, ...]:
    """The keys of the phrases in 住所, parted by white space.

    White space inside a number's writing (3 丁目, 3 - 13) parts nothing, and a postal code before the address, which
    insurers keep in a field of its own, is left out. A key is ``""`` where nothing of a phrase can be compared.
    """
    for stage in OPENING:
        text = stage.apply(text)
    text = _BEFORE_UNIT.sub("", _AROUND_DASH.sub(r"\1\2", _POSTAL_CODE.sub("", text)))
    return tuple(address_key(phrase) for phrase in text.split()) or ("",)


def insurer_phrases(text: str) -> tuple[str, ...]:
    """The keys of the phrases in 保険者名, parted by white space."""
    return tuple(insurer_key(phrase) for phrase in text.split()) or ("",)
