"""A real file system of a few megabytes, for as long as a test takes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount it on a new folder; the test is skipped where we may not mount."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "shikaku-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False, timeout=20).returncode != 0:
        pytest.skip("a small file system cannot be mounted here; test_a_quota_of_the_process needs no right to")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True, timeout=20)
