"""Times of one kind of call, measured from one or several clients at once."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import TypeVar

_MILLISECONDS = 1000.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: calls a second of all clients together, and times of a call in milliseconds."""

    calls: int
    per_second: float
    p50_ms: float
    p99_ms: float


T = TypeVar("T")


def measure(calls: Sequence[Callable[[T], object]], items: Sequence[T], seconds: float) -> Figures:
    """Call each client's function over the items, in turn and again, for so many seconds."""
    stop = threading.Event()
    started = time.perf_counter()
    with ThreadPoolExecutor(len(calls)) as pool:
        running = [
            pool.submit(_times, call, _from(items, client * len(items) // len(calls)), stop)
            for client, call in enumerate(calls)
        ]
        time.sleep(seconds)
        stop.set()
        times = sorted(time_s for future in running for time_s in future.result())
    elapsed = time.perf_counter() - started
    return Figures(len(times), len(times) / elapsed, _quantile(times, 0.5), _quantile(times, 0.99))


def _from(items: Sequence[T], start: int) -> Iterator[T]:
    return cycle([*items[start:], *items[:start]])


def _times(call: Callable[[T], object], items: Iterable[T], stop: threading.Event) -> list[float]:
    times = []
    for item in items:
        if stop.is_set():
            break
        before = time.perf_counter()
        call(item)
        times.append(time.perf_counter() - before)
    return times


def _quantile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))] * _MILLISECONDS if times else float("nan")
