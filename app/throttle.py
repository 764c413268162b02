"""How many log-ins and look-ups one address may try in a minute.

Counted in each worker process by itself: with N workers an address may reach up to N times the limit. A view counts
what comes to it, so a request that the access table or the CSRF check refused uses nothing up.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

WINDOW_SECONDS: Final = 60.0
_ADDRESSES_KEPT: Final = 10_000


class Throttle:
    """A sliding window: at most ``limit`` attempts from one address in any 60 seconds."""

    def __init__(self, limit: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._attempts: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allow(self, address: str | None) -> bool:
        """Count an attempt, and tell whether it is within the limit. A refused attempt does not count.

        ``address``: of the connection; all whose address nobody knows count as one.
        """
        now = self._monotonic()
        with self._lock:
            if len(self._attempts) >= _ADDRESSES_KEPT:
                self._forget_old(now)
            attempts = self._attempts.setdefault(address or "", deque())
            while attempts and attempts[0] <= now - WINDOW_SECONDS:
                attempts.popleft()
            if len(attempts) >= self._limit:
                return False
            attempts.append(now)
            return True

    def _forget_old(self, now: float) -> None:
        self._attempts = {
            address: attempts
            for address, attempts in self._attempts.items()
            if attempts and attempts[-1] > now - WINDOW_SECONDS
        }
