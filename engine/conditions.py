"""Which typed conditions make a look-up, and what is wrong with those that do not. One truth for form and API."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validates_schema

from analyzers import address_phrases, insurer_phrases, is_generic_insurer_phrase, kana_key, name_key
from engine.query import Conditions
from engine.record import Sex

TEXT_LIMITS = {"name": 100, "name_kana": 100, "address": 200, "insurer_name": 200}
"""The longest text, in characters, that each field takes."""


class Problem(StrEnum):
    """What can be wrong with a field. The words for staff are the service's (app) or the API's."""

    REQUIRED = "required"
    ONE_OF_TWO = "one_of_two"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    CONTROL_CHARACTER = "control_character"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    GENERIC_INSURER = "generic_insurer"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"


ONE_OF_TWO = (("name", "name_kana"), ("address", "insurer_name"))
"""The pairs of fields of which one at least must be given."""


_KEYS: Final[Mapping[str, Callable[[str], tuple[str, ...]]]] = {
    "name": lambda text: (name_key(text),),
    "name_kana": lambda text: (kana_key(text),),
    "address": address_phrases,
    "insurer_name": insurer_phrases,
}
"""What each text is compared by."""


def _text() -> fields.String:
    """A text that may be left out; ``null`` is left out too."""
    return fields.String(load_default="", allow_none=True, error_messages={"invalid": Problem.NOT_TEXT})


class ConditionsSchema(Schema):
    """Reads ``{name, name_kana, birth_date, sex, address, insurer_name, as_of}`` into :class:`Conditions`.

    All errors come together, each message a :class:`Problem`. ``as_of`` absent is ``today``; a birth date after
    ``today`` is an error.
    """

    class Meta:
        """What is not a condition is not this schema's business."""

        unknown = EXCLUDE

    name = _text()
    name_kana = _text()
    birth_date = fields.Date(
        format="iso",
        required=True,
        error_messages={
            "required": Problem.REQUIRED,
            "null": Problem.REQUIRED,
            "invalid": Problem.NOT_A_DATE,
        },
    )
    sex = fields.Enum(
        Sex,
        by_value=True,
        required=True,
        error_messages={
            "required": Problem.REQUIRED,
            "null": Problem.REQUIRED,
            "unknown": Problem.NOT_A_CHOICE,
        },
    )
    address = _text()
    insurer_name = _text()
    as_of = fields.Date(format="iso", error_messages={"null": Problem.REQUIRED, "invalid": Problem.NOT_A_DATE})

    def __init__(self, *, today: date) -> None:
        super().__init__()
        self.today = today

    @validates_schema(skip_on_field_errors=False)
    def check(self, values: dict[str, Any], **_: object) -> None:
        """All rules that are not of a single field's form."""
        errors = text_problems(_texts(values))
        birth_date = values.get("birth_date")
        if isinstance(birth_date, date) and birth_date > self.today:
            errors["birth_date"] = [Problem.IN_THE_FUTURE]
        if errors:
            raise ValidationError({name: list(problems) for name, problems in errors.items()})

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> Conditions:
        """Build the conditions."""
        return Conditions(**{"as_of": self.today, **values, **_texts(values)})


def _texts(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: values.get(name) or "" for name in TEXT_LIMITS}


def text_problems(texts: dict[str, str]) -> dict[str, list[Problem]]:
    """What is wrong with the four typed texts, by field; ``{}`` when nothing is.

    White space alone counts as nothing typed.
    """
    problems: dict[str, list[Problem]] = {}
    for name, text in texts.items():
        problem = _text_problem(name, text)
        if problem:
            problems[name] = [problem]
    for pair in ONE_OF_TWO:
        if not any(texts[name].strip() for name in pair) and not any(name in problems for name in pair):
            problems.update({name: [Problem.ONE_OF_TWO] for name in pair})
    if "insurer_name" not in problems and _too_generic(texts):
        problems["insurer_name"] = [Problem.GENERIC_INSURER]
    return problems


def _text_problem(name: str, text: str) -> Problem | None:
    if len(text) > TEXT_LIMITS[name]:
        return Problem.TOO_LONG
    if any(unicodedata.category(character) == "Cc" for character in text):
        return Problem.CONTROL_CHARACTER
    if text.strip() and not all(_KEYS[name](text)):
        return Problem.NOTHING_TO_COMPARE
    return None


def _too_generic(texts: dict[str, str]) -> bool:
    """Whether the insurer was told only by words that fit thousands of insurers, and no address narrows it."""
    phrases = texts["insurer_name"].split()
    return bool(phrases) and not texts["address"].strip() and all(map(is_generic_insurer_phrase, phrases))
