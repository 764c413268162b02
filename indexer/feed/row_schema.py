"""A feed row's rules, as a marshmallow schema: text by column in, :class:`engine.record.Record` out.

Codes and formats are those of the eligibility XML. A rule's words go into the reject file, so they never repeat
what was sent.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from engine.record import DATE_FIELDS, Record, Sex
from indexer.feed.columns import COLUMNS, REQUIRED
from indexer.feed.dates import parse_date, parse_moment
from indexer.feed.versions import END_OF_VERSIONS

_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate_class": ("01", "02", "03", "04", "05", "06", "07"),
    "personal_family": ("1", "2"),
    "sex_note": ("1", "2", "3"),
    "loss_reason": ("01", "02", "03", "99"),
    "limit_class": ("01", "02", "03"),
    "limit_category": (
        *(f"A{number:02}" for number in range(1, 7)),
        *(f"B{number:02}" for number in range(1, 11)),
    ),
}

_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "insurer_number": (r"\s{0,2}\d{6}|\d{8}", "not 6 or 8 digits"),
    "branch_number": (r"\d{1,2}", "not 1 or 2 digits"),
    "postal_code": (r"\d{3}-?\d{4}", "not a postal code: 123-4567"),
    "copayment_ratio": (r"\d{3}", "not 3 digits"),
    "elderly_copayment_ratio": (r"\d{3}", "not 3 digits"),
}

_LONGEST: Final = 300
_MOST_BYTES: Final[Mapping[str, int]] = {"symbol": 38, "number": 38}
"""Bytes in CP932 (eligibility XML, 記号・番号)."""


class _Text(fields.String):
    """Text that every screen, log and XML file can hold: no control character, no byte that was not decoded."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > _LONGEST:
            msg = f"longer than {_LONGEST} characters"
            raise ValidationError(msg)
        for character in text if not text.isprintable() else "":
            match unicodedata.category(character):
                case "Cc":
                    msg = "holds a control character"
                    raise ValidationError(msg)
                case "Cs":
                    msg = "holds bytes that are not in the file's encoding"
                    raise ValidationError(msg)
        return text


class _Day(fields.Field[date]):
    """A day, ``YYYYMMDD`` or ISO."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:  # noqa: ANN401
        try:
            return parse_date(value)
        except ValueError:
            msg = "not a date: YYYYMMDD or YYYY-MM-DD"
            raise ValidationError(msg) from None


class _Moment(_Text):
    """A date or a time; kept as sent."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401
        try:
            moment = parse_moment(value)
        except ValueError:
            msg = "not a date or time"
            raise ValidationError(msg) from None
        if moment >= END_OF_VERSIONS:
            msg = f"not before {END_OF_VERSIONS.year}"
            raise ValidationError(msg)
        return super()._deserialize(value, attr, data, **kwargs)


def _form(column: str) -> validate.Validator:
    pattern, message = _FORMS[column]
    return validate.Regexp(re.compile(rf"(?:{pattern})\Z", re.ASCII), error=message)


class _ShortEnough(validate.Validator):
    """At most so many bytes in CP932."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: str) -> str:
        """The value itself, or an error."""
        if len(value.encode("cp932", "replace")) > self.most:
            msg = f"longer than {self.most} bytes"
            raise ValidationError(msg)
        return value


def _field(column: str) -> fields.Field[Any]:
    required = column in REQUIRED
    if column == "sex":
        return fields.Enum(
            Sex,
            by_value=True,
            required=required,
            error_messages={"required": "missing", "unknown": "not one of 1, 2, 3"},
        )
    if column in DATE_FIELDS:
        return _Day(required=required, error_messages={"required": "missing"})
    if column == "updated_at":
        return _Moment()
    rules: list[Any] = []
    if column in _CODES:
        rules.append(validate.OneOf(_CODES[column], error=f"not one of {', '.join(_CODES[column])}"))
    if column in _FORMS:
        rules.append(_form(column))
    if column in _MOST_BYTES:
        rules.append(_ShortEnough(_MOST_BYTES[column]))
    return _Text(required=required, validate=rules, error_messages={"required": "missing"})


class FeedRowSchema(Schema):
    """Reads one row, blank fields left out, into a record; all that is wrong comes together, by column."""

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> Record:
        """Build the record; a blank 資格取得日 is the 有効開始日."""
        return Record(**{"qualified_on": values["valid_from"], **values})


_SCHEMA: Final[Schema] = FeedRowSchema.from_dict({column: _field(column) for column in COLUMNS}, name="FeedRow")()


def read_record(values: Mapping[str, str]) -> Record:
    """The record that a row holds.

    Raises :class:`marshmallow.ValidationError` with the reasons by column.
    """
    record: Record = _SCHEMA.load(values)
    return record
