"""A PostgreSQL server that says nothing: nobody waits for it for ever.

`lock_timeout` and its like are kept by the server, so they say nothing of one that was stopped, or whose machine or
network is gone without a farewell.
"""

import time
from collections.abc import Generator
from typing import Any, Final

import psycopg
from psycopg.abc import RV, PQGen

ANSWER_WITHIN_S: Final = 4.0
"""Longer than a server waits for a lock, and no longer than somebody at a desk does."""


class SilentServerError(psycopg.OperationalError):
    """The server said nothing for too long; the connection is closed."""


class ImpatientConnection(psycopg.Connection[Any]):
    """Gives up, and is closed, when the server is silent for :data:`ANSWER_WITHIN_S`, whatever it was asked.

    What the server had been told to do may be done nevertheless, as with any connection that breaks.
    """

    def wait(self, gen: PQGen[RV], *arguments: Any, **options: Any) -> RV:  # noqa: ANN401 -- psycopg's, handed on
        """Wait for an answer. Raises :class:`SilentServerError`."""
        try:
            return super().wait(_unless_silent(gen), *arguments, **options)
        except SilentServerError:
            self.close()
            raise


def _unless_silent(gen: PQGen[RV]) -> Generator[Any, Any, RV]:
    """The same steps; psycopg asks every 0.1 s or so whether to go on, with nothing ready."""
    try:
        step = next(gen)
        heard_at = time.monotonic()
        while True:
            ready = yield step
            if ready:
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > ANSWER_WITHIN_S:
                raise SilentServerError("the server does not answer")
            step = gen.send(ready)
    except StopIteration as done:
        result: RV = done.value
        return result
