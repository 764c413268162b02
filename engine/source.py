"""A record as a document's stored source and back, and the digest that tells whether it changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

from engine.record import DATE_FIELDS, FIELDS, REQUIRED_FIELDS, Record, Sex


class RecordSchema(Schema):
    """Reads a stored source; anything missing or malformed is an error, so a damaged document is never shown."""

    class Meta:
        """Fields of a later version of the index are ignored."""

        unknown = EXCLUDE

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> Record:
        """Build the record from the validated values."""
        return Record(**values)


def _field(name: str) -> fields.Field[Any]:
    required = name in REQUIRED_FIELDS
    if name == "sex":
        return fields.Enum(Sex, by_value=True, required=True)
    if name in DATE_FIELDS:
        return fields.Date(format="iso", required=required)
    return fields.String(required=required)


_SCHEMA: Schema = RecordSchema.from_dict({name: _field(name) for name in FIELDS}, name="RecordSource")()


def to_source(record: Record) -> dict[str, str]:
    """The record as JSON-ready text values: dates in ISO form, what was not sent left out."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in asdict(record).items()
        if value not in (None, "")
    }


def from_source(source: Mapping[str, Any]) -> Record:
    """Read a stored source back.

    Raises :class:`marshmallow.ValidationError` if it is not a whole record.
    """
    record: Record = _SCHEMA.load(source)
    return record


def digest(record: Record) -> str:
    """SHA-256 (hex) over all that was sent: differs as soon as anything shown or downloaded would differ.

    ``updated_at`` is left out: it only orders rows, and a row sent again unchanged is the same to staff.
    """
    canonical = json.dumps(
        to_source(replace(record, updated_at="")), sort_keys=True, ensure_ascii=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
