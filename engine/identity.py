"""Who is who: the lasting identity of a record and of a person.

Stored handles, 照会番号 and deltas depend on these values, so the folds here are frozen: they use Unicode 3.2 data,
which Python keeps unchanged for ever, and never the matching keys, which grow.
"""

import hashlib
import re
import unicodedata
from typing import Final

from engine.record import Record

_NFKC: Final = unicodedata.ucd_3_2_0.normalize

_HYPHENS: Final = {ord(hyphen): "-" for hyphen in "‐‑‒–—―−－"}
_ASCII_UPPER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_LARGE_KANA: Final = str.maketrans("ァィゥェォッャュョヮヵヶヲヰヱ", "アイウエオツヤユヨワカケオイエ")
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_DASHES: Final = {ord(dash): "ー" for dash in "-‐‑‒–—―−─━"}
_DROPPED: Final = dict.fromkeys(map(ord, " ・·\t\u00ad\u200b\u200c\u200d\u2060\ufeff"))

_MARKS: Final = {"゛": "\u3099", "ﾞ": "\u3099", "\u3099": "\u3099", "゜": "\u309a", "ﾟ": "\u309a", "\u309a": "\u309a"}
_SPACED_MARK: Final = re.compile("[ \u00a0\u3000]*([" + "".join(_MARKS) + "])")

_OLD_STYLE_DIGITS: Final = 6
_PADDED_DIGITS: Final = 8


def insurer_digits(insurer_number: str) -> str:
    """保険者番号 in its significant digits: six for 国保, however they were padded to eight, else eight.

    Source: the eligibility XML's 保険者番号 rules (padded with two spaces or with ``00``).
    """
    digits = _NFKC("NFKC", insurer_number).strip()
    if len(digits) == _PADDED_DIGITS and digits.startswith("00"):
        return digits[-_OLD_STYLE_DIGITS:]
    return digits


def folded_symbol(symbol: str) -> str:
    """記号 for comparison: width, hyphens, letter case and white space folded."""
    return "".join(_NFKC("NFKC", symbol).translate(_HYPHENS).translate(_ASCII_UPPER).split())


def folded_number(number: str) -> str:
    """番号 for comparison: as 記号, and without leading zeros."""
    folded = folded_symbol(number)
    return folded.lstrip("0") or folded[-1:]


def folded_branch_number(branch_number: str) -> str:
    """枝番 as two digits; ``""`` where blank or 00, which both mean that the insurer gave none."""
    digits = _NFKC("NFKC", branch_number).strip().lstrip("0")
    return digits.zfill(2) if digits else ""


def folded_reading(kana: str) -> str:
    """Kana for telling twins apart: script, width, kana size, dashes and white space folded, voiced marks joined."""
    # NFKC would part a spacing voiced mark from its kana for good (ヤマタ゛).
    joined = _SPACED_MARK.sub(lambda mark: _MARKS[mark[1]], kana)
    folded = _NFKC("NFKC", joined).translate(_HIRAGANA).translate(_LARGE_KANA)
    return "".join(folded.translate(_DASHES).translate(_DROPPED).translate(_ASCII_UPPER).split())


def qualification(record: Record) -> tuple[str, ...]:
    """What makes one person's qualification with one insurer, without its date.

    Where the insurer gave no 枝番, sex and the reading (else the name) keep twins two people.
    """
    branch_number = folded_branch_number(record.branch_number)
    parts = (
        insurer_digits(record.insurer_number),
        folded_symbol(record.symbol),
        folded_number(record.number),
        branch_number,
        record.birth_date.isoformat(),
    )
    if branch_number:
        return parts
    return (*parts, record.sex.value, folded_reading(record.name_kana) or folded_reading(record.name))


def record_id(record: Record) -> str:
    """Opaque id of a record: the same row sent again, however written, has the same id."""
    return _opaque("record", *qualification(record), record.qualified_on.isoformat())


def person_key(record: Record) -> str:
    """Opaque key of a person: ``person_id`` with the birth date where sent, else the qualification without date."""
    if record.person_id:
        return _opaque("person", record.person_id, record.birth_date.isoformat())
    return _opaque("qualification", *qualification(record))


def _opaque(kind: str, *parts: str) -> str:
    """128 bits over the parts, none of which can run into its neighbour."""
    message = "\x1f".join((kind, *(part.replace("\x1f", "") for part in parts)))
    return hashlib.blake2b(message.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
