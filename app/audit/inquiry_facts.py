"""The facts of an inquiry, as a prompt or a line of JSON gives them."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from app.audit.hashes import frozen_fold
from app.audit.inquiry import Asked, PersonAsked, RecordAsked
from app.service_error import ServiceError
from engine.identity import folded_branch_number, record_id
from engine.record import Record, Sex


class FactsError(ServiceError):
    """Facts that cannot be used. The text names the field, never its value."""


class By(StrEnum):
    """What the person is looked for by."""

    NAME = "name"
    KANA = "kana"
    RECORD = "record"


def read_facts(by: By, given: Mapping[str, Any]) -> Asked:
    """Make an inquiry of facts by their names.

    Raises :class:`FactsError`.
    """
    try:
        asked: Asked = _SCHEMAS[by].load(given)
    except ValidationError as error:
        problems: dict[str, object] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise FactsError("; ".join(f"{name}: {_first(text)}" for name, text in sorted(problems.items()))) from None
    return asked


def read_facts_line(by: By, line: str) -> Asked:
    """Make an inquiry of a line of JSON.

    Raises :class:`FactsError`.
    """
    try:
        given = json.loads(line)
    except ValueError:
        raise FactsError("not a line of JSON") from None
    if not isinstance(given, dict):
        raise FactsError("not a JSON object")
    return read_facts(by, given)


def facts_to_ask(by: By) -> tuple[str, ...]:
    """The names of the facts, in the order in which a prompt asks."""
    return tuple(_SCHEMAS[by].fields)


def label(fact: str) -> str:
    """What a fact is called, and how it is written, for a prompt."""
    return _LABELS[fact]


def problem_with(by: By, fact: str, text: str) -> str | None:
    """What is wrong with one fact by itself; never repeats it."""
    try:
        _SCHEMAS[by].fields[fact].deserialize(text)
    except ValidationError as error:
        return _first(error.messages)
    return None


def may_be_empty(by: By, fact: str) -> bool:
    """Whether a fact need not be given."""
    return not _SCHEMAS[by].fields[fact].required


def _first(messages: object) -> str:
    return str(messages[0]) if isinstance(messages, list) and messages else str(messages)


class _Day(fields.Field[date]):
    """``1954-03-26`` or ``19540326``; anything else is refused without being repeated."""

    def _deserialize(self, value: Any, attr: str | None, data: object, **kwargs: object) -> date:  # noqa: ANN401, ARG002 -- marshmallow's signature
        try:
            return date.fromisoformat(value.strip())
        except (AttributeError, ValueError):
            raise ValidationError("not a day as YYYY-MM-DD or YYYYMMDD") from None


_LABELS: Final = {
    "name": "Name (氏名)",
    "name_kana": "Name in kana (氏名（カナ）)",
    "birth_date": "Birth date (生年月日, YYYY-MM-DD)",
    "insurer_number": "Insurer number (保険者番号)",
    "symbol": "Symbol (記号, empty if none)",
    "number": "Number (番号)",
    "branch_number": "Branch number (枝番, empty if none)",
    "qualified_on": "Qualified on (資格取得日, YYYY-MM-DD)",
    "sex": "Sex (性別: 1 男, 2 女, 3 未設定)",
}

_NOT_BLANK: Final = validate.And(
    validate.Length(min=1, max=300), validate.Predicate("strip", error="must not be blank")
)


def _text(*, required: bool) -> fields.String:
    return fields.String(required=required, validate=_NOT_BLANK if required else validate.Length(max=300))


class _PersonSchema(Schema):
    """``name`` or ``name_kana``, and ``birth_date``."""

    @validates_schema
    def name_is_not_only_marks(self, values: dict[str, Any], **_: object) -> None:
        for fact in {"name", "name_kana"} & values.keys():
            if not frozen_fold(values[fact]):
                raise ValidationError("has no letter", fact)

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> PersonAsked:
        birth_date = values.pop("birth_date")
        ((fact, text),) = values.items()
        return PersonAsked(fact=fact, text=text, birth_date=birth_date)


class _NameSchema(_PersonSchema):
    name = _text(required=True)
    birth_date = _Day(required=True)


class _KanaSchema(_PersonSchema):
    name_kana = _text(required=True)
    birth_date = _Day(required=True)


class _RecordSchema(Schema):
    """What makes a record's id; ``sex`` and ``name_kana`` (else ``name``) where there is no 枝番."""

    insurer_number = _text(required=True)
    symbol = _text(required=False)
    number = _text(required=True)
    branch_number = _text(required=False)
    birth_date = _Day(required=True)
    qualified_on = _Day(required=True)
    sex = fields.String(validate=validate.OneOf(["", *Sex], error="must be 1 (男), 2 (女) or 3 (未設定)"))
    name_kana = _text(required=False)
    name = _text(required=False)

    @validates_schema
    def tells_twins_apart(self, values: dict[str, Any], **_: object) -> None:
        if folded_branch_number(values.get("branch_number", "")):
            return
        if not values.get("sex"):
            raise ValidationError("is needed where branch_number is blank", "sex")
        if not (values.get("name_kana") or values.get("name")):
            raise ValidationError("or name is needed where branch_number is blank", "name_kana")

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> RecordAsked:
        sex = Sex(values.pop("sex", "") or Sex.NOT_SET)
        rest = {"insurer_name": "", "name": "", "certificate_class": "", "valid_from": values["qualified_on"]}
        return RecordAsked(record_id=record_id(Record(**{**rest, **values, "sex": sex})))


_SCHEMAS: Final[Mapping[By, Schema]] = {By.NAME: _NameSchema(), By.KANA: _KanaSchema(), By.RECORD: _RecordSchema()}
