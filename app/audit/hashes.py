"""What stands in the audit trail in place of a patient's facts: keyed hashes.

Whoever knows a person, and holds the audit key, can ask whether that person was looked up; the trail alone tells
nobody. The folds are frozen (Unicode 3.2 data, which Python keeps for ever) and are not the matching keys, which grow:
a hash made today must be made again in five years.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from app.audit.event import canonical
from app.audit.keys import AuditKey
from engine.query import Conditions

_NFKC: Final = unicodedata.ucd_3_2_0.normalize
_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_UPPER: Final = {code: code - 0x20 for code in (*range(0x61, 0x7B), *range(0xE0, 0xF7), *range(0xF8, 0xFF))}
_VARIANTS: Final = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_DROPPED: Final = dict.fromkeys((*map(ord, "・·-‐‑‒–—―−ー─━\u00ad\u200b\u200c\u200d\u2060\ufeff"), *_VARIANTS))
_SPACING_MARK: Final = re.compile("[ \u3000]*([゛゜])")
_MARKS: Final = {"゛": "\u3099", "゜": "\u309a"}


def frozen_fold(text: str) -> str:
    """Width, kana script, Latin letter case, dashes, middle dots, variation selectors and white space folded."""
    joined = _SPACING_MARK.sub(lambda mark: _MARKS[mark[1]], text)  # NFKC would part them from their kana for good
    folded = _NFKC("NFKC", joined).translate(_KATAKANA).translate(_DROPPED)
    return "".join(folded.translate(_UPPER).split())


def condition_hashes(conditions: Conditions, key: AuditKey) -> dict[str, str]:
    """A hash (hex) of each condition that was given, by its name.

    性別 is hashed together with 生年月日: three values alone would be told apart by counting.
    """
    birth_date = conditions.birth_date.isoformat()
    given = {
        "name": frozen_fold(conditions.name),
        "name_kana": frozen_fold(conditions.name_kana),
        "birth_date": birth_date,
        "sex": f"{birth_date} {conditions.sex.value}",
        "address": frozen_fold(conditions.address),
        "insurer_name": frozen_fold(conditions.insurer_name),
        "as_of": conditions.as_of.isoformat(),
    }
    return {name: keyed_hash(name, value, key) for name, value in given.items() if value}


def fact_hashes(facts: Mapping[str, str], key: AuditKey) -> dict[str, str]:
    """The hashes that :func:`condition_hashes` gives for 氏名 (``name``) and 氏名（カナ） (``name_kana``)."""
    return {name: keyed_hash(name, frozen_fold(value), key) for name, value in facts.items()}


def birth_date_hash(birth_date: date, key: AuditKey) -> str:
    """The hash that :func:`condition_hashes` gives for 生年月日."""
    return keyed_hash("birth_date", birth_date.isoformat(), key)


def person_hash(conditions: Conditions, key: AuditKey) -> str:
    """The same for look-ups of the same person: birth date, sex, and the name as typed (the kana without one)."""
    name = frozen_fold(conditions.name) or frozen_fold(conditions.name_kana)
    return keyed_hash("person", f"{conditions.birth_date.isoformat()} {conditions.sex.value} {name}", key)


def record_hash(record_id: str, key: AuditKey) -> str:
    """What stands for a record. Its id is made of the patient's numbers, and so could be guessed at."""
    return keyed_hash("record", record_id, key)


def keyed_hash(use: str, value: str, key: AuditKey) -> str:
    """HMAC-SHA256 (hex), apart for each use."""
    return hmac.new(key.hashes, canonical([use, value]).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
