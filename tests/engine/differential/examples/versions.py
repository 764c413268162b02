"""Rows of one identity: the highest version counts, of equal ones the last written."""

from typing import Any

from tests.engine.differential.examples.example import INVALID, VALID, Example, ask, days, row

_SAME: dict[str, Any] = {"number": "1"}

EXAMPLES = (
    Example(
        "a higher version replaces what was written before",
        (row("A", version=1, **_SAME), row("B", version=2, **_SAME, disqualified_on=days(0))),
        ask(),
        "identified",
        {"B": INVALID},
    ),
    Example(
        "a lower version written later changes nothing",
        (row("A", version=2, **_SAME), row("B", version=1, **_SAME, disqualified_on=days(0))),
        ask(),
        "identified",
        {"A": VALID},
    ),
    Example(
        "of equal versions the last written counts",
        (row("A", version=2, **_SAME), row("B", version=2, **_SAME), row("C", version=1, **_SAME)),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "a replaced row is not found by what only it held",
        (
            row("A", version=1, **_SAME, address="東京都府中市見本町1"),
            row("B", version=2, **_SAME, address="京都府見本市見本町1"),
        ),
        ask(address="府中市"),
        "none",
    ),
    Example(
        "another 資格取得日 is another record",
        (
            row("A", version=1, **_SAME, disqualified_on=days(-10)),
            row("B", version=1, **_SAME, qualified_on=days(-10), valid_from=days(-10)),
        ),
        ask(as_of=days(-11)),
        "identified",
        {"A": VALID},
    ),
)
