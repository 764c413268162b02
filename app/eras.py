"""Japanese eras: from what stands on a card (昭和29年3月26日) to a date, and back. Pure.

Sources: 元号法 and the orders that changed the era. On 1912-07-30 and 1926-12-25 the new era began within the
day, so both eras name it; the orders for 平成 and 令和 took effect at a midnight, so only the new one does.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Era(StrEnum):
    """An era, or 西暦, with the code values of the form."""

    SHOWA = "S"
    HEISEI = "H"
    REIWA = "R"
    TAISHO = "T"
    MEIJI = "M"
    AD = "AD"


NAMES = {
    Era.SHOWA: "昭和",
    Era.HEISEI: "平成",
    Era.REIWA: "令和",
    Era.TAISHO: "大正",
    Era.MEIJI: "明治",
    Era.AD: "西暦",
}
"""The eras by their names, in the order in which the form offers them."""

FIRST_DAYS = {
    # The change was proclaimed on 1868-10-23 but made 明治 hold from the new year of 慶応4年: this day.
    Era.MEIJI: date(1868, 1, 25),
    Era.TAISHO: date(1912, 7, 30),
    Era.SHOWA: date(1926, 12, 25),
    Era.HEISEI: date(1989, 1, 8),
    Era.REIWA: date(2019, 5, 1),
}

LAST_DAYS = {
    Era.MEIJI: date(1912, 7, 30),
    Era.TAISHO: date(1926, 12, 25),
    Era.SHOWA: date(1989, 1, 7),
    Era.HEISEI: date(2019, 4, 30),
    Era.REIWA: date.max,
}


@dataclass(frozen=True, slots=True)
class EraProblem:
    """A year, month and day that name no day.

    ``meant`` is the day they would be if the era went on (昭和64年1月8日 → 1989-01-08), ``None`` where there
    is no such day in any era (2月30日).
    """

    meant: date | None = None


def to_date(era: Era, year: int, month: int, day: int) -> date | EraProblem:
    """The day that the era, the year within it (元年 is 1), the month and the day name."""
    if year < 1:
        return EraProblem()
    try:
        found = date(year if era is Era.AD else FIRST_DAYS[era].year + year - 1, month, day)
    except ValueError:
        return EraProblem()
    if era is Era.AD or FIRST_DAYS[era] <= found <= LAST_DAYS[era]:
        return found
    return EraProblem(meant=found)


def era_of(day: date) -> Era:
    """The era that names the day, the newer one where two do; 西暦 before 明治."""
    begun = [era for era, first in FIRST_DAYS.items() if first <= day]
    return begun[-1] if begun else Era.AD


def year_in_era(day: date) -> int:
    """The year within :func:`era_of` the day."""
    era = era_of(day)
    return day.year if era is Era.AD else day.year - FIRST_DAYS[era].year + 1


def in_era(day: date) -> str:
    """The day as staff write it: 昭和29年3月26日, 平成元年1月8日."""
    return worded(era_of(day), year_in_era(day), day.month, day.day)


def worded(era: Era, year: int, month: int, day: int) -> str:
    """An era, year, month and day in words, whether or not there is such a day."""
    first_year = year == 1 and era is not Era.AD
    return f"{NAMES[era]}{'元' if first_year else year}年{month}月{day}日"


def western(day: date) -> str:
    """The day as YYYY/MM/DD."""
    return f"{day.year:04}/{day.month:02}/{day.day:02}"
