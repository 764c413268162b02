"""A column's value as JSON holds it, and back. Pure."""

import base64
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Date, Enum, LargeBinary

from app.state.utc import UtcDateTime, UtcMicroseconds


def to_json(value: Any) -> Any:  # noqa: ANN401 -- a column may hold any of the types below
    """Times and days in ISO form, bytes in base64, the rest as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def from_json(value: Any, column: "Column[Any]") -> Any:  # noqa: ANN401 -- as above
    """The value that :func:`to_json` wrote, for a column of its type."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, (UtcDateTime, UtcMicroseconds)):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Enum) and kind.enum_class:
        return kind.enum_class(value)
    return value
