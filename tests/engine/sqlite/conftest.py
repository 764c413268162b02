from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.sqlite.engine import SqliteIndexEngine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where generations will lie."""
    return tmp_path / "engine"


@pytest.fixture
def engine(folder: Path) -> Iterator[SqliteIndexEngine]:
    """An engine with nothing in it."""
    opened = SqliteIndexEngine(folder)
    yield opened
    opened.close()
