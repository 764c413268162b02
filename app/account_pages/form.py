"""The form of a new account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from app.account_pages.scope import Scope
from app.lookup.digits import half_width
from app.operator.form_page import FormError, errors_of
from app.roles import Role

_NO_ROLE = "アカウントの種類を選択してください。"
_NO_USER_ID = "ユーザIDを入力してください。"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What was asked for. ``institution``: its code, ``""`` for none."""

    user_id: str
    role: Role
    institution: str


def read_new_account(scope: Scope, typed: Mapping[str, str]) -> NewAccount:
    """What was typed.

    Raises :class:`app.operator.form_page.FormError`.
    """
    try:
        return cast("NewAccount", NewAccountSchema(scope).load(typed))
    except ValidationError as error:
        raise FormError(errors_of(error)) from None


class NewAccountSchema(Schema):
    """Whether the ユーザID and the institution can be taken is for :mod:`app.accounts` to say."""

    class Meta:
        """Other fields, such as the CSRF token, are none of ours."""

        unknown = EXCLUDE

    user_id = fields.String(
        required=True, validate=validate.Length(min=1, error=_NO_USER_ID), error_messages={"required": _NO_USER_ID}
    )
    role = fields.Enum(Role, by_value=True, required=True, error_messages={"required": _NO_ROLE, "unknown": _NO_ROLE})
    institution = fields.String(load_default="")

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    @pre_load
    def fold(self, typed: Mapping[str, str], **_: object) -> dict[str, str]:
        """Full-width letters and digits are as good as half-width ones; only roles that may be given are read."""
        values = {name: half_width(value).strip() for name, value in typed.items()}
        if values.get("role") not in self._scope.roles:
            values.pop("role", None)
        return values

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> NewAccount:
        """As one object."""
        return NewAccount(**values)
