"""Every test here runs on each engine."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from engine.contract import Generation, IndexEngine
from engine.document import Document
from tests.engine.contract.places import OpenSearchPlace, Place, SqlitePlace


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place on each engine in turn."""
    if request.param == "sqlite":
        yield SqlitePlace(tmp_path / "engine")
        return
    found = OpenSearchPlace(request.getfixturevalue("opensearch_url"), f"shikaku-test-{secrets.token_hex(4)}")
    yield found
    found.clear()


@pytest.fixture
def engine(place: Place) -> Iterator[IndexEngine]:
    """The engine with nothing in it."""
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def publish(engine: IndexEngine) -> Callable[[Iterable[Document]], Generation]:
    """Load documents as a whole generation and make it live."""

    def load(documents: Iterable[Document]) -> Generation:
        generation = engine.begin()
        generation.write(documents)
        generation.complete()
        return generation.publish()

    return load
