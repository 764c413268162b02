"""Outcomes, and the limits of rows and matches."""

from tests.engine.differential.oracle import MOST_MATCHES, MOST_ROWS
from tests.engine.differential.situations.case import Situation

SITUATIONS: dict[str, Situation] = {
    "nobody": lambda case: case.expected.outcome == "none",
    "identified": lambda case: case.expected.outcome == "identified",
    "candidates": lambda case: case.expected.outcome == "candidates",
    "five rows": lambda case: len(case.expected.rows) == MOST_ROWS,
    "six rows": lambda case: (
        len(case.expected.would_be_shown) == MOST_ROWS + 1 and len(case.expected.matches) <= MOST_MATCHES
    ),
    "64 matches, all answered for": lambda case: len(case.expected.matches) == MOST_MATCHES and case.answered,
    "64 matches of one person": lambda case: (
        len(case.expected.matches) == MOST_MATCHES and case.expected.outcome == "identified"
    ),
    "65 matches, though few rows": lambda case: (
        len(case.expected.matches) == MOST_MATCHES + 1 and len(case.expected.would_be_shown) <= MOST_ROWS
    ),
    "more than 65 matches": lambda case: len(case.expected.matches) > MOST_MATCHES + 1,
}
