"""A form of the console as it is shown: what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from marshmallow import Schema, ValidationError

from app.service_error import ServiceError

Errors = Mapping[str, Sequence[str]]
"""Messages in Japanese by field; at ``""`` those that belong to no field."""

_OF_NO_FIELD: Final = "_schema"


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the macros of `templates/operator/_form.html` show."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.messages)

    @property
    def messages(self) -> Sequence[tuple[str, str]]:
        """Every field with each of its messages."""
        return [(name, message) for name, messages in self.errors.items() for message in messages]

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def errors_at(self, name: str) -> Sequence[str]:
        """The messages at a field."""
        return self.errors.get(name, ())


class FormError(Exception):
    """What was typed cannot be used. ``errors``: why, by field. ``filled``: values that the form takes over."""

    def __init__(self, errors: Errors, filled: Mapping[str, str] | None = None) -> None:
        super().__init__("wrong input")
        self.errors = errors
        self.filled = filled or {}


def read_form(schema: Schema, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as the schema reads it.

    Raises :class:`FormError`.
    """
    try:
        read: dict[str, Any] = schema.load(typed)
    except ValidationError as error:
        raise FormError(_in_order_of(schema, errors_of(error))) from None
    return read


def _in_order_of(schema: Schema, errors: Errors) -> Errors:
    """As the fields stand in the form; what belongs to no field is last."""
    order = [field.data_key or name for name, field in schema.fields.items()]
    return dict(sorted(errors.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def errors_of(error: ValidationError) -> Errors:
    """The messages of a schema by field."""
    found = error.messages_dict
    return {"" if name == _OF_NO_FIELD else name: tuple(map(str, messages)) for name, messages in found.items()}


def at(name: str, error: ServiceError) -> FormError:
    """The domain's error as one at a field."""
    return FormError({name: (error.japanese,)})
