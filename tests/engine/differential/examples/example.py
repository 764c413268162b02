"""What an example is made of. Rows go by a label, which stands in 被保険者氏名, a field that no rule looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from engine.query import Conditions
from engine.record import Sex
from tests.engine.differential.oracle import Written
from tests.engine.differential.pools import TODAY
from tests.engine.records import a_record

VALID, INVALID, NEWER = "1", "2", "3"

_ANYBODY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Example:
    """``shown``: the labels of the rows that staff see, and their validity."""

    rule: str
    rows: tuple[Written, ...]
    asked: Conditions
    outcome: str
    shown: Mapping[str, str] = field(default_factory=dict)

    def born(self, birth_date: date) -> "Example":
        """The same example about people born on another day, so that many can share one generation."""
        shift = birth_date - _ANYBODY
        return replace(
            self,
            rows=tuple(
                replace(row, record=replace(row.record, birth_date=row.record.birth_date + shift)) for row in self.rows
            ),
            asked=replace(self.asked, birth_date=self.asked.birth_date + shift),
        )


def days(count: int) -> date:
    """So many days after the day that :func:`ask` asks about."""
    return TODAY + timedelta(days=count)


def row(label: str, *, version: int = 1, born: int = 0, **facts: Any) -> Written:
    """One row of 照会 太郎, in force since 2020 unless its facts say otherwise; its label is its 番号 too."""
    birth_date = _ANYBODY + timedelta(days=born)
    return Written(a_record(**{"number": label, "birth_date": birth_date, "insured_name": label, **facts}), version)


def ask(**typed: Any) -> Conditions:
    """Ask for 照会 太郎 by name and the insurer's name, or by what is typed instead."""
    conditions: dict[str, Any] = {"birth_date": _ANYBODY, "sex": Sex.MALE, "as_of": TODAY}
    if not {"name", "name_kana"} & typed.keys():
        conditions["name"] = "照会太郎"
    if not {"address", "insurer_name"} & typed.keys():
        conditions["insurer_name"] = "見本市"
    return Conditions(**{**conditions, **typed})
