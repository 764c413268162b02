"""A folder on the disk."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk: else a power cut may bring a replaced file back, or lose a new one."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
