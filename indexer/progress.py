"""Progress of a run, for a person watching: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_LINE_EVERY_S = 5.0


class Watcher(Protocol):
    """Is told how far a run is."""

    def __call__(self, consumed: int, rows: int, rejected: int) -> None:
        """``consumed``: bytes of all feeds read so far."""
        ...


def nobody(consumed: int, rows: int, rejected: int) -> None:
    """Watches nothing."""


@contextmanager
def watched(total_bytes: int, *, quiet: bool) -> Iterator[Watcher]:
    """A watcher on standard error: rows, rate, rejected, time left."""
    if quiet:
        yield nobody
    elif sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task("", total=total_bytes, rows=0, rate=0.0, rejected=0)
            started = time.monotonic()

            def show(consumed: int, rows: int, rejected: int) -> None:
                rate = rows / max(time.monotonic() - started, 1e-9)
                bar.update(task, completed=consumed, rows=rows, rate=rate, rejected=rejected)

            yield show
    else:
        yield _PlainLines(total_bytes)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.fields[rows]:,} rows"),
        TextColumn("{task.fields[rate]:,.0f} rows/s"),
        TextColumn("{task.fields[rejected]:,} rejected"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


class _PlainLines:
    """A line every few seconds."""

    def __init__(self, total_bytes: int) -> None:
        self.total_bytes = total_bytes
        self.started = self.last = time.monotonic()

    def __call__(self, consumed: int, rows: int, rejected: int) -> None:
        now = time.monotonic()
        if now - self.last < _LINE_EVERY_S:
            return
        self.last = now
        elapsed = now - self.started
        left = elapsed * (self.total_bytes - consumed) / max(consumed, 1)
        sys.stderr.write(
            f"{rows:,} rows, {rows / elapsed:,.0f} rows/s, {rejected:,} rejected, about {left:,.0f} s left\n"
        )
