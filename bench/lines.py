"""The lines of the tables that are printed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bench.figures import Figures, measure

T = TypeVar("T")


def heading(title: str, rate: str) -> None:
    """Begin a table. ``rate``: what its first figure counts."""
    print(f"\n{title}\n{'':34}{'clients':>8}{rate:>12}{'p50 ms':>9}{'p99 ms':>9}{'p50 / floor':>13}")


def line(
    name: str, calls: Sequence[Callable[[T], object]], items: Sequence[T], seconds: float, floor: Figures | None
) -> Figures:
    """Measure and print one line. ``floor``: what it is compared with; ``None`` for the floor itself."""
    measure(calls, items, min(1.0, seconds))
    figures = measure(calls, items, seconds)
    ratio = f"{figures.p50_ms / floor.p50_ms:.1f}" if floor else "1.0"
    print(
        f"{name:34}{len(calls):>8}{figures.per_second:>12,.0f}{figures.p50_ms:>9.2f}{figures.p99_ms:>9.2f}{ratio:>13}",
        flush=True,
    )
    return figures
