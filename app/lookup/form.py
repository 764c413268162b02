"""The form: what was typed, and either the conditions it makes or everything that is wrong with it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from marshmallow import ValidationError

from app.eras import Era, era_of, western, year_in_era
from app.lookup.birth_date import PARTS, BirthDateTexts, read_birth_date
from app.lookup.digits import half_width
from app.lookup.field_error import FieldError
from app.lookup.messages import problem_words
from engine.conditions import ONE_OF_TWO, ConditionsSchema, Problem
from engine.query import Conditions

_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[/-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})|(?P<digits>[0-9]{4}))"
)
_NO_DAY = "no day"
"""No date in any form. ISO has forms, such as weeks, that the conditions would read and the form does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form as they were typed, so that nothing is lost by an error."""

    name: str = ""
    name_kana: str = ""
    birth_era: str = ""
    birth_year: str = ""
    birth_month: str = ""
    birth_day: str = ""
    sex: str = ""
    address: str = ""
    insurer_name: str = ""
    as_of: str = ""


_ORDER = tuple(field.name for field in fields(Typed))


def blank(today: date) -> Typed:
    """The form before anything is typed: 昭和, and today as 資格確認日."""
    return Typed(birth_era=Era.SHOWA, as_of=western(today))


def typed_from(sent: Mapping[str, str], today: date) -> Typed:
    """What was sent. 資格確認日 is today only if the field is absent; an emptied one stays empty."""
    values = {field.name: sent.get(field.name, "") for field in fields(Typed)}
    return Typed(**{**values, "as_of": sent.get("as_of", western(today))})


def with_offered_day(typed: Typed, offered: str, today: date) -> Typed:
    """The form with the offered birth date taken over, if it is what this form would offer.

    ``offered``: the ISO date that staff ticked; it goes unused once the birth date was typed anew.
    """
    birth = read_birth_date(_birth_texts(typed), today)
    if isinstance(birth, date):
        return typed
    days = [error.offered for error in birth if error.offered and error.offered.isoformat() == offered]
    if not days:
        return typed
    day = days[0]
    return replace(
        typed,
        birth_era=era_of(day),
        birth_year=str(year_in_era(day)),
        birth_month=str(day.month),
        birth_day=str(day.day),
    )


def read(typed: Typed, today: date) -> Conditions | tuple[FieldError, ...]:
    """The conditions of the look-up, or all that is wrong, in the order of the form."""
    birth = read_birth_date(_birth_texts(typed), today)
    values: dict[str, Any] = {
        "name": typed.name,
        "name_kana": typed.name_kana,
        "sex": half_width(typed.sex) or None,
        "address": typed.address,
        "insurer_name": typed.insurer_name,
        "as_of": _iso_day(typed.as_of),
    }
    if isinstance(birth, date):
        values["birth_date"] = birth.isoformat()
    try:
        conditions: Conditions = ConditionsSchema(today=today).load(values)
    except ValidationError as error:
        problems: dict[str, list[str]] = dict(error.messages_dict)
    else:
        return conditions
    birth_errors = _birth_errors(birth, problems.pop("birth_date", []))
    errors = [*birth_errors, *_field_errors(typed, problems)]
    return tuple(sorted(errors, key=lambda error: _ORDER.index(error.fields[0])))


def typed_as_of(typed: Typed) -> date | None:
    """資格確認日 as typed; ``None`` if it is no day."""
    try:
        return date.fromisoformat(_iso_day(typed.as_of) or _NO_DAY)
    except ValueError:
        return None


def shown_as_of(typed: Typed, as_of: date) -> Typed:
    """The form with 資格確認日 in the form in which the screen shows it."""
    return replace(typed, as_of=western(as_of))


def _birth_texts(typed: Typed) -> BirthDateTexts:
    return BirthDateTexts(typed.birth_era, typed.birth_year, typed.birth_month, typed.birth_day)


def _birth_errors(birth: date | tuple[FieldError, ...], problems: list[str]) -> tuple[FieldError, ...]:
    """The form's own words where the four fields make no date; else what the conditions say of the date."""
    if not isinstance(birth, date):
        return birth
    return tuple(FieldError(PARTS, problem_words("birth_date", Problem(problem))) for problem in problems)


def _field_errors(typed: Typed, problems: Mapping[str, list[str]]) -> list[FieldError]:
    """One error a field; a missing choice of two is one error that marks both."""
    errors: list[FieldError] = []
    for field, found in problems.items():
        problem = Problem(found[0])
        pair = next((pair for pair in ONE_OF_TWO if field in pair), (field,))
        if problem is not Problem.ONE_OF_TWO:
            errors.append(FieldError((field,), problem_words(field, problem, getattr(typed, field))))
        elif field == pair[0]:
            errors.append(FieldError(pair, problem_words(field, problem)))
    return errors


def _iso_day(text: str) -> str | None:
    """資格確認日 as an ISO date, ``_NO_DAY`` if it has no accepted form, ``None`` if nothing was typed."""
    typed = half_width(text)
    day = _DAY.fullmatch(typed)
    if day is None:
        return _NO_DAY if typed else None
    digits = day["digits"]
    month, of_month = (digits[:2], digits[2:]) if digits else (day["month"], day["day"])
    return f"{day['year']}-{int(month):02}-{int(of_month):02}"
