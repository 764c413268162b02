"""One time limit for a whole look-up, however many requests it takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_began: ContextVar[float | None] = ContextVar("_began", default=None)


@contextmanager
def one_look_up() -> Iterator[None]:
    """Let everything asked in this block, in this thread, share one time limit. A block inside another adds no time."""
    if _began.get() is not None:
        yield
        return
    token = _began.set(time.monotonic())
    try:
        yield
    finally:
        _began.reset(token)


def seconds_left(limit_s: float) -> float:
    """What is left of a limit that began with the look-up, 0 or less if nothing; outside a look-up, all of it."""
    began = _began.get()
    return limit_s if began is None else began + limit_s - time.monotonic()
