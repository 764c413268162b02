"""The engine's folder: its generations' files, by name.

The files hold patients' data, so only their owner may read them.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from engine.generation_name import creation_time

PREFIX: Final = "records"
_SUFFIX: Final = ".sqlite"


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the generations lie."""

    path: Path

    def file(self, name: str) -> Path:
        """The file of a generation."""
        return self.path / f"{name}{_SUFFIX}"

    def names(self) -> list[str]:
        """The generations that are there, oldest first. Files not exactly of our naming are left alone."""
        files = self.path.glob(f"{PREFIX}-*{_SUFFIX}")
        return sorted(file.stem for file in files if is_generation(file.stem))

    def create(self, name: str) -> Path:
        """An empty file for a new generation; the folder too, if it is not there."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.file(name)
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return file


def is_generation(name: str) -> bool:
    """Whether a name is exactly one of ours, and so can be nothing but a file in the folder."""
    return creation_time(PREFIX, name) is not None


def created_at(name: str) -> datetime:
    """When the generation was created. ``name`` must be one of ours."""
    time = creation_time(PREFIX, name)
    if time is None:
        raise ValueError("not the name of a generation")
    return time


def sync(path: Path) -> None:
    """Have a file, or a folder's list of files, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
