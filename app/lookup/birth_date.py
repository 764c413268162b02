"""生年月日 from the era, the year, the month and the day that were typed. Pure."""

from dataclasses import dataclass
from datetime import date

from app.eras import Era, EraProblem, in_era, to_date, worded
from app.lookup import messages
from app.lookup.digits import half_width, whole_number
from app.lookup.field_error import FieldError

PARTS = ("birth_year", "birth_month", "birth_day")
_ERA_YEAR_DIGITS = 2
_WESTERN_YEAR_DIGITS = 4
_MONTHS = 12
_DAYS = 31


@dataclass(frozen=True, slots=True)
class BirthDateTexts:
    """The four fields as typed."""

    era: str
    year: str
    month: str
    day: str


def read_birth_date(texts: BirthDateTexts, today: date) -> date | tuple[FieldError, ...]:
    """The birth date, or everything that is wrong with the four fields.

    A day that belongs to another era is offered in that one, unless it is after ``today``.
    """
    era = next((era for era in Era if era == texts.era), None)
    errors = [] if era else [FieldError(("birth_era",), messages.ERA_REQUIRED)]
    if not any(half_width(text) for text in (texts.year, texts.month, texts.day)):
        return (*errors, FieldError(PARTS, messages.BIRTH_DATE_REQUIRED))
    year = _year(era, texts.year)
    month = _within("birth_month", "月", texts.month, _MONTHS)
    day = _within("birth_day", "日", texts.day, _DAYS)
    errors += [part for part in (year, month, day) if isinstance(part, FieldError)]
    if era and isinstance(year, int) and isinstance(month, int) and isinstance(day, int):
        found = to_date(era, year, month, day)
        return _problem(found, worded(era, year, month, day), today) if isinstance(found, EraProblem) else found
    return tuple(errors)


def _problem(problem: EraProblem, typed: str, today: date) -> tuple[FieldError, ...]:
    if problem.meant is None:
        return (FieldError(PARTS, messages.no_such_day(typed)),)
    if problem.meant > today:
        return (FieldError(PARTS, messages.BIRTH_DATE_IN_THE_FUTURE),)
    message = messages.another_era(typed, in_era(problem.meant))
    return (FieldError(("birth_era", "birth_year"), message, offered=problem.meant),)


def _year(era: Era | None, text: str) -> int | FieldError:
    typed = half_width(text)
    if typed == "元" and era is not Era.AD:
        return 1
    number = _number("birth_year", "年", typed)
    if isinstance(number, FieldError) or era is None:
        return number
    if era is Era.AD:
        fits = len(typed) == _WESTERN_YEAR_DIGITS
        return number if fits else FieldError(("birth_year",), messages.WESTERN_YEAR_DIGITS)
    fits = len(typed) <= _ERA_YEAR_DIGITS
    return number if fits else FieldError(("birth_year",), messages.ERA_YEAR_DIGITS)


def _within(field: str, part: str, text: str, highest: int) -> int | FieldError:
    number = _number(field, part, half_width(text))
    if isinstance(number, FieldError) or 1 <= number <= highest:
        return number
    return FieldError((field,), messages.part_out_of_range(part, highest))


def _number(field: str, part: str, typed: str) -> int | FieldError:
    if not typed:
        return FieldError((field,), messages.part_missing(part))
    number = whole_number(typed)
    return FieldError((field,), messages.part_not_a_number(part)) if number is None else number
