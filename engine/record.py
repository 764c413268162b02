"""The eligibility record: one person's one qualification with one insurer, as the insurer sent it."""

from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import get_args, get_type_hints


class Sex(StrEnum):
    """性別, with the code values of the eligibility XML."""

    MALE = "1"
    FEMALE = "2"
    NOT_SET = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One qualification, field by field as in the feed; text is kept as sent, for display and download.

    A text that was not sent is ``""``; a date that was not sent is ``None``. ``updated_at`` stays the text the
    insurer sent, since it only orders rows of one identity.
    """

    person_id: str = ""
    updated_at: str = ""
    insurer_number: str
    insurer_name: str
    symbol: str = ""
    number: str
    branch_number: str = ""
    name: str
    name_kana: str = ""
    name_other: str = ""
    name_other_kana: str = ""
    sex: Sex
    sex_note: str = ""
    birth_date: date
    postal_code: str = ""
    address: str = ""
    certificate_class: str
    personal_family: str = ""
    insured_name: str = ""
    qualified_on: date
    disqualified_on: date | None = None
    valid_from: date
    valid_to: date | None = None
    issued_on: date | None = None
    loss_reason: str = ""
    copayment_ratio: str = ""
    elderly_copayment_ratio: str = ""
    elderly_issued_on: date | None = None
    elderly_valid_from: date | None = None
    elderly_valid_to: date | None = None
    limit_class: str = ""
    limit_category: str = ""
    limit_issued_on: date | None = None
    limit_valid_from: date | None = None
    limit_valid_to: date | None = None
    limit_long_term_on: date | None = None


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Record))
"""Every column, in the order of the feed."""

REQUIRED_FIELDS: frozenset[str] = frozenset(field.name for field in fields(Record) if field.default is MISSING)
"""The columns without which there is no record."""

DATE_FIELDS: frozenset[str] = frozenset(
    name for name, hint in get_type_hints(Record).items() if hint is date or date in get_args(hint)
)
"""The columns that hold a date."""


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """A record as an engine gives it back.

    ``record_id`` and ``person_key`` are opaque: equal ``person_key`` means the same person
    (see :mod:`engine.identity`).
    """

    record_id: str
    person_key: str
    record: Record
