"""資格確認日 at every edge of a record's validity, and which of a person's records is shown."""

from collections.abc import Callable
from datetime import timedelta

from engine.record import Record
from tests.engine.differential.oracle import Shown, first_day, in_force, last_day
from tests.engine.differential.situations.case import Case, Situation, row_is, row_of

ONE_DAY = timedelta(days=1)


def _tie(same: Callable[[Record], object], winning: Callable[[Record], object]) -> Situation:
    """Another record of the person lapsed as late by one measure, and differs by the next."""

    def holds(case: Case, row: Shown) -> bool:
        return any(
            last_day(other) < case.conditions.as_of
            and same(other) == same(row.record)
            and winning(other) != winning(row.record)
            for other in case.history(row)
        )

    return row_of(holds, "lapsed")


_EDGES: dict[str, Situation] = {
    "on 資格取得日": row_of(lambda case, row: row.record.qualified_on == case.conditions.as_of, "in_force"),
    "on 有効開始日": row_of(lambda case, row: row.record.valid_from == case.conditions.as_of, "in_force"),
    "on 有効終了日": row_of(lambda case, row: row.record.valid_to == case.conditions.as_of, "in_force"),
    "after 有効終了日": row_of(
        lambda case, row: last_day(row.record) == row.record.valid_to == case.conditions.as_of - ONE_DAY, "lapsed"
    ),
    "before 資格喪失日": row_of(
        lambda case, row: row.record.disqualified_on == case.conditions.as_of + ONE_DAY, "in_force"
    ),
    "on 資格喪失日": row_of(lambda case, row: row.record.disqualified_on == case.conditions.as_of, "lapsed"),
    "before 資格取得日": row_of(
        lambda case, row: row.record.valid_from <= case.conditions.as_of == row.record.qualified_on - ONE_DAY,
        "starts_later",
    ),
    "before 有効開始日": row_of(
        lambda case, row: row.record.qualified_on <= case.conditions.as_of == row.record.valid_from - ONE_DAY,
        "starts_later",
    ),
}

_STANDINGS: dict[str, Situation] = {
    "valid": row_is(lambda row: row.validity == "1"),
    "lapsed": row_is(lambda row: (row.standing, row.validity) == ("lapsed", "2")),
    "starts later": row_is(lambda row: (row.standing, row.validity) == ("starts_later", "2")),
    "lapsed, newer elsewhere": row_is(lambda row: (row.standing, row.validity) == ("lapsed", "3")),
    "starts later, newer elsewhere": row_is(lambda row: (row.standing, row.validity) == ("starts_later", "3")),
}

_HISTORIES: dict[str, Situation] = {
    "in force, another of the person left out": row_of(
        lambda case, row: any(not in_force(r, case.conditions.as_of) for r in case.history(row)), "in_force"
    ),
    "lapsed, while one of the person starts later": row_of(
        lambda case, row: any(first_day(r) > case.conditions.as_of for r in case.history(row)), "lapsed"
    ),
    "lapsed later than another": row_of(
        lambda case, row: any(last_day(r) < last_day(row.record) for r in case.history(row)), "lapsed"
    ),
    "lapsed with another, qualified later": _tie(last_day, lambda r: r.qualified_on),
    "lapsed with another, told by record id": _tie(lambda r: (last_day(r), r.qualified_on), lambda r: r.updated_at),
    "starts earlier than another": row_of(
        lambda case, row: any(first_day(r) > first_day(row.record) for r in case.history(row)), "starts_later"
    ),
}

SITUATIONS: dict[str, Situation] = _EDGES | _STANDINGS | _HISTORIES
