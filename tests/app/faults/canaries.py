"""Facts of people who stand nowhere else, secrets as they come, and every spelling in which they may turn up."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import quote, quote_plus

from tests.app.records import ICHIRO

SINGER: Final = replace(
    ICHIRO,
    person_id="P7700",
    insurer_number="39776655",
    insurer_name="金糸雀健康保険組合",
    symbol="籠籠",
    number="87654321",
    name="鳥籠　啼子",
    name_kana="ﾄﾘｶｺﾞ ﾅｷｺ",
    insured_name="鳥籠　啼男",
    birth_date=date(1971, 5, 6),
    postal_code="987-6501",
    address="鹿児島県囀町9876",
)
HER_NAMESAKE: Final = replace(SINGER, person_id="P7701", number="87654322", address="鹿児島県囀町9871")

TYPED: Final = {
    "name": "",
    "name_kana": "トリカゴ ナキコ",
    "birth_era": "S",
    "birth_year": "46",
    "birth_month": "5",
    "birth_day": "6",
    "sex": "1",
    "address": "鹿児島県囀町",
    "insurer_name": "",
}
"""As staff type what finds both of them; 資格確認日 stays today."""

WRONG: Final = {**TYPED, "name": "誤字鳥\t", "birth_day": "36", "insurer_name": "誤字組合\t", "as_of": "誤字日"}

_SHORT: Final = 6
"""Letters and digits."""

FACTS: Final = (
    *("鳥籠", "啼子", "啼男", "ﾄﾘｶｺﾞ", "トリカゴ", "ナキコ", "囀町", "金糸雀", "籠籠", "誤字"),
    *("39776655", "87654321", "87654322", "987-6501", "9876501"),
    *("1971-05-06", "1971/05/06", "19710506", "昭和46年5月6日", "S46"),
)


def found(canaries: Iterable[str], text: bytes | str) -> Sequence[str]:
    """Those that stand in a text in any spelling."""
    read = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    return [canary for canary in canaries if any(_stands_in(read, spelling) for spelling in spellings(canary))]


def _stands_in(read: bytes, spelling: bytes) -> bool:
    """A short one only by itself: among the letters and digits of tokens and hashes it comes about by chance."""
    if len(spelling) > _SHORT or not spelling.isalnum():
        return spelling in read
    return re.search(rb"(?<![0-9A-Za-z])" + spelling + rb"(?![0-9A-Za-z])", read) is not None


def spellings(canary: str) -> set[bytes]:
    """As it is, folded, without blanks or dashes, in addresses, in JSON, in a Python text, and in other encodings."""
    plain = {canary, unicodedata.normalize("NFKC", canary), canary.replace(" ", ""), canary.replace("-", "")}
    written = {
        form
        for text in plain
        for form in (text, quote(text), quote_plus(text), json.dumps(text)[1:-1], ascii(text)[1:-1])
    }
    encoded = {text.encode(name) for text in plain for name in ("utf-16-le", "utf-16-be")}
    return {form.encode() for form in written} | encoded
