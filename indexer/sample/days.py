"""Ages, birthdays and the days on which insurers' years begin and end."""

from datetime import date, timedelta
from typing import Final

_ONE_DAY: Final = timedelta(days=1)
_AUGUST: Final = 8


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years on the day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birthday(birth_date: date, age: int) -> date:
    """Return the day on which the age is reached; 1 March for those born on 29 February in a common year."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def day_before(day: date) -> date:
    """Return the day before."""
    return day - _ONE_DAY


def card_year_start(day: date) -> date:
    """Return the 1 August on or before the day, when yearly cards begin."""
    return date(day.year if day.month >= _AUGUST else day.year - 1, _AUGUST, 1)


def card_year_end(day: date) -> date:
    """Return the 31 July on or after the day, when yearly cards end."""
    return date(day.year + 1 if day.month >= _AUGUST else day.year, 7, 31)
