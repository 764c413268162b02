"""How many rows and matches an answer may have."""

from tests.engine.differential.examples.example import INVALID, VALID, Example, ask, days, row
from tests.engine.differential.oracle import Written


def _people(count: int) -> tuple[Written, ...]:
    return tuple(row(str(number)) for number in range(1, count + 1))


def _history(count: int) -> tuple[Written, ...]:
    """One person's lapsed qualifications, the last of which lapsed last."""
    return tuple(row(str(number), person_id="P1", disqualified_on=days(number - 100)) for number in range(1, count + 1))


EXAMPLES = (
    Example("nobody", (row("A", name="例題　花子"),), ask(), "none"),
    Example("one row is identified", _people(1), ask(), "identified", {"1": VALID}),
    Example("two rows are candidates", _people(2), ask(), "candidates", {"1": VALID, "2": VALID}),
    Example("5 persons are candidates", _people(5), ask(), "candidates", dict.fromkeys("12345", VALID)),
    Example("6 persons are too many", _people(6), ask(), "too_many"),
    Example(
        "lapsed rows count among the 5",
        (*_people(4), row("5", disqualified_on=days(0)), row("6", qualified_on=days(1))),
        ask(),
        "too_many",
    ),
    Example(
        "6 records in force of one person are too many",
        tuple(row(str(number), person_id="P1") for number in range(6)),
        ask(),
        "too_many",
    ),
    Example(
        "6 matches of 5 persons are candidates",
        (*_people(4), row("5", person_id="P1"), row("6", person_id="P1", disqualified_on=days(0))),
        ask(),
        "candidates",
        dict.fromkeys("12345", VALID),
    ),
    Example("64 matches of one person are one row", _history(64), ask(), "identified", {"64": INVALID}),
    Example("65 matches are too many, though of one person", _history(65), ask(), "too_many"),
    Example("66 matches are too many", _history(66), ask(), "too_many"),
    Example(
        "records that do not match do not count among the 64",
        (*_history(64), row("65", person_id="P1", address="京都府見本市", disqualified_on=days(0))),
        ask(address="府中市"),
        "identified",
        {"64": INVALID},
    ),
)
