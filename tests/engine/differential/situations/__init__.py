"""Which rule a look-up really puts to the test, so that the random worlds can be shown to reach every one."""

from collections.abc import Iterator

from tests.engine.differential.situations import dates, numbers, partial_match, people, texts
from tests.engine.differential.situations.case import Case

SITUATIONS = numbers.SITUATIONS | dates.SITUATIONS | people.SITUATIONS | texts.SITUATIONS | partial_match.SITUATIONS


def situations(case: Case) -> Iterator[str]:
    """The names of all that hold."""
    for name, holds in SITUATIONS.items():
        if holds(case):
            yield name
