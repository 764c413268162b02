"""The running node: what was written down of it, whether it is still that node, and ending it."""

import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from deploy.local_node.errors import LocalNodeError

_SECONDS_TO_END = 30
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class RunningNode:
    """One started node: its process, its HTTP port and the configuration folder its command line names."""

    pid: int
    port: int
    config: str

    @classmethod
    def read(cls, record: Path) -> Self | None:
        """Read what the last start wrote down; None if nothing usable is there."""
        try:
            return cls(**json.loads(record.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def write(self, record: Path) -> None:
        """Write it down for a later command."""
        record.write_text(json.dumps(asdict(self)) + "\n")

    def is_alive(self) -> bool:
        """Say whether the process of that number is this node, and not another that got the number since."""
        try:
            words = Path(f"/proc/{self.pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return f"-Dopensearch.path.conf={self.config}".encode() in words

    def end(self) -> None:
        """Ask the node to end and wait; if it does not, end it by force. Any other process is left alone."""
        for request in (signal.SIGTERM, signal.SIGKILL):
            if not self.is_alive():
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, request)
            if self._ended_within(_SECONDS_TO_END):
                return
        raise LocalNodeError(f"the node (process {self.pid}) does not end")

    def _ended_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return True
