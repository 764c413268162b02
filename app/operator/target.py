"""Whom a window or a notice is for, as a form asks it: all institutions, a group, or one institution."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.groups import GroupError, find_group
from app.institutions import InstitutionError, find_institution
from app.operator.fields import Code, ConsoleSchema
from app.operator.form_page import at
from app.state.models import Institution, InstitutionGroup

TARGETS: Final[Sequence[tuple[str, str]]] = (
    ("all", "すべての医療機関等"),
    ("group", "グループ"),
    ("institution", "医療機関等を1件"),
)
"""The choices of the form."""

_MOST_DIGITS: Final = 9


class TargetSchema(ConsoleSchema):
    """``target``: the choice. Then ``group`` is an id or ``institution`` a code, as they were typed."""

    target = fields.String(load_default="")
    group = fields.String(load_default="")
    institution = fields.String(load_default="")

    @validates_schema(skip_on_field_errors=False)
    def require_one(self, read: Mapping[str, Any], **_: object) -> None:
        """A choice, and what belongs to it."""
        target = read.get("target")
        if target not in dict(TARGETS):
            raise ValidationError("対象を選択してください。", "target")
        others = [name for name in ("group", "institution") if name != target and read.get(name, "").strip()]
        if others:
            raise ValidationError(
                f"対象は「{dict(TARGETS)[target]}」ですが、{_and(others)}も指定されています。"
                "対象を選び直すか、使わない項目を空にしてください。",
                "target",
            )
        if target == "group" and not _is_id(read.get("group", "")):
            raise ValidationError("グループを選択してください。", "group")
        if target == "institution":
            try:
                _CODE.deserialize(read.get("institution", ""))
            except ValidationError as error:
                raise ValidationError(error.messages, "institution") from None


def find_target(session: Session, read: Mapping[str, Any]) -> tuple[Institution | None, InstitutionGroup | None]:
    """The institution or the group that the form names; neither is all.

    Raises :class:`app.operator.form_page.FormError` where there is no such one.
    """
    try:
        if read["target"] == "institution":
            return find_institution(session, _CODE.deserialize(read["institution"])), None
        if read["target"] == "group":
            return None, find_group(session, int(read["group"]))
    except InstitutionError as error:
        raise at("institution", error) from error
    except GroupError as error:
        raise at("group", error) from error
    return None, None


def group_choices(session: Session) -> Sequence[tuple[str, str]]:
    """The groups by name, as a form's choices."""
    groups = session.execute(select(InstitutionGroup.id, InstitutionGroup.name).order_by(InstitutionGroup.name))
    return [("", "選択してください"), *((str(group.id), group.name) for group in groups)]


def _and(fields_filled: Sequence[str]) -> str:
    return "と".join({"group": "グループ", "institution": "医療機関コード"}[name] for name in fields_filled)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


_CODE: Final = Code("医療機関コード")
