"""One look-up with all that decides its answer, and how a situation is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.query import Conditions
from engine.record import Record
from tests.engine.differential.oracle import Expected, Shown, Written, matches, person


@dataclass(frozen=True, slots=True)
class Case:
    """A look-up, all that was written, all that survived of it, and the answer."""

    written: Sequence[Written]
    everything: Sequence[Record]
    conditions: Conditions
    expected: Expected

    @property
    def answered(self) -> bool:
        """Whether anything is shown."""
        return bool(self.expected.rows)

    def history(self, row: Shown) -> list[Record]:
        """The matches of the row's person."""
        return [match for match in self.expected.matches if person(match) == person(row.record)]

    def nearly(self, *dropped: str) -> list[Record]:
        """The records that do not match, and would if some fields had been left empty."""
        empty: dict[str, Any] = dict.fromkeys(dropped, "")
        fewer = replace(self.conditions, **empty)
        return [r for r in self.everything if matches(r, fewer) and not matches(r, self.conditions)]


Situation = Callable[[Case], bool]
"""Whether a rule decides the case's answer."""


def row_is(holds: Callable[[Shown], bool]) -> Situation:
    """A row of the answer is so."""
    return lambda case: any(map(holds, case.expected.rows))


def row_of(holds: Callable[[Case, Shown], bool], standing: str = "") -> Situation:
    """A row of the answer, of this standing if one is given, is so among the rest of the case."""
    return lambda case: any(holds(case, row) for row in case.expected.rows if standing in {"", row.standing})
