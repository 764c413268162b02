"""`shikaku` as a process of its own, with a time limit on everything."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

_COMMAND: Final = "from app.cli import main; main(prog_name='shikaku')"


@contextmanager
def running(
    *arguments: str, environ: Mapping[str, str], through: Sequence[str] = ()
) -> Iterator[subprocess.Popen[str]]:
    """Start a command; kill it at the end if it still runs. ``through``: a program that becomes the command."""
    process = subprocess.Popen(
        [*through, sys.executable, "-c", _COMMAND, *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            workers = children_of(process.pid)
            process.kill()
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        process.communicate(timeout=20)


def stop(process: subprocess.Popen[str], by: signal.Signals) -> tuple[int, str, str]:
    """End a command by a signal: exit status, standard output, standard error."""
    process.send_signal(by)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def children_of(pid: int) -> list[int]:
    """The ids of a process's children."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body; 0 while nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def wait_until(port: int, path: str, *, within_s: float, process: subprocess.Popen[str]) -> str:
    """Wait for 200 and give its body; fail when the time is over or the command ended."""
    deadline = time.monotonic() + within_s
    status = 0
    while time.monotonic() < deadline and process.poll() is None:
        status, body = get(port, path)
        if status == 200:
            return body
        time.sleep(0.1)
    raise AssertionError(f"{path} answered {status}; the command's exit status is {process.poll()}")
