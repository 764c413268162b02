"""One process at a time: two commands at once must not start two nodes or unpack the server twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; another that wants it waits. A process that dies lets go."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
