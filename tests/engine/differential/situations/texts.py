"""Names and readings: which of a record's names was found, and what kept others out."""

from collections.abc import Callable

from engine.record import Record
from tests.engine.differential.oracle import kana_key, name_key, name_keys
from tests.engine.differential.situations.case import Situation, row_of


def _found_by(holds: Callable[[Record, str], bool]) -> Situation:
    """A row was found by a typed name whose key stands so to its record."""
    return row_of(lambda case, row: bool(case.conditions.name) and holds(row.record, name_key(case.conditions.name)))


SITUATIONS: dict[str, Situation] = {
    "alike in all but the name": lambda case: (
        bool(case.conditions.name) and case.answered and bool(case.nearly("name"))
    ),
    "name and kana both, one of them wrong": lambda case: (
        bool(case.conditions.name and case.conditions.name_kana)
        and bool(case.nearly("name") or case.nearly("name_kana"))
    ),
    "found by kana alone": lambda case: case.answered and not case.conditions.name,
    "found by 氏名（その他） alone": _found_by(lambda record, key: key not in name_keys(record.name)),
    "found by one of several names in a field": _found_by(lambda record, key: key in name_keys(record.name)[1:]),
    "found by the kana of 氏名（その他）": row_of(
        lambda case, row: (
            bool(case.conditions.name_kana) and kana_key(case.conditions.name_kana) != kana_key(row.record.name_kana)
        )
    ),
    "surrogate pair in the name": lambda case: case.answered and "𠮷" in case.conditions.name,
}
