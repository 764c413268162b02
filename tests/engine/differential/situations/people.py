"""Who is one person, who is another, and which row of one identity counts."""

from collections import Counter
from collections.abc import Iterator

from tests.engine.differential.oracle import Written, identity, insurer_digits, matches, person, qualification
from tests.engine.differential.situations.case import Case, Situation, row_of


def _most_rows_of_one_person(case: Case) -> int:
    return max(Counter(person(row.record) for row in case.expected.rows).values(), default=0)


def _sent_again(case: Case) -> Iterator[tuple[Written, Written]]:
    """A row that would match, and a row of the same identity that was written after it."""
    earlier: dict[tuple[object, ...], list[Written]] = {}
    for row in case.written:
        same = earlier.setdefault(identity(row.record), [])
        yield from ((before, row) for before in same if matches(before.record, case.conditions))
        same.append(row)


def _people_on_one_card(case: Case) -> int:
    """The most people whom only sex and reading tell apart."""
    cards = {
        person(row.record): qualification(row.record)[:5] for row in case.expected.rows if not row.record.person_id
    }
    return max(Counter(cards.values()).values(), default=0)


SITUATIONS: dict[str, Situation] = {
    "two in force of one person": lambda case: _most_rows_of_one_person(case) > 1,
    "one person in force, another not": lambda case: (
        len({row.standing == "in_force" for row in case.expected.rows}) > 1
    ),
    "one person with two insurers": row_of(
        lambda case, row: len({insurer_digits(r.insurer_number) for r in case.history(row)}) > 1
    ),
    "twins on one card": lambda case: _people_on_one_card(case) > 1,
    "only a replaced row would match": lambda case: any(
        matches(row.record, case.conditions) and row.record not in case.everything for row in case.written
    ),
    "a lower version written later": lambda case: any(
        later.version < earlier.version for earlier, later in _sent_again(case)
    ),
    "an equal version written later": lambda case: any(
        later.version == earlier.version for earlier, later in _sent_again(case)
    ),
}
