"""Chance, the same on every Python version: all of it comes from one documented-stable sequence."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Draw:
    """A sequence of draws fixed by its seed.

    Only ``random.Random.random`` is used, the one method whose sequence Python promises never to change.
    """

    def __init__(self, seed: int) -> None:
        self.share = Random(seed).random  # noqa: S311 - a repeatable sample, not a secret

    def chance(self, probability: float) -> bool:
        """Return whether something of this probability (0 to 1) happens."""
        return self.share() < probability

    def between(self, first: int, last: int) -> int:
        """Return a whole number from ``first`` to ``last``, both included."""
        return first + int(self.share() * (last - first + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices, all equally likely."""
        return choices[int(self.share() * len(choices))]

    def day_between(self, first: date, last: date) -> date:
        """Return a day from ``first`` to ``last``, both included."""
        return date.fromordinal(self.between(first.toordinal(), last.toordinal()))


class Weighted(Generic[T]):
    """Choices, each as likely as its weight says."""

    def __init__(self, choices: Iterable[tuple[T, float]]) -> None:
        pairs = list(choices)
        self.choices = [choice for choice, _ in pairs]
        self._bounds = list(accumulate(weight for _, weight in pairs))

    def draw(self, draw: Draw) -> T:
        """Return one choice."""
        return self.choices[bisect(self._bounds, draw.share() * self._bounds[-1])]
