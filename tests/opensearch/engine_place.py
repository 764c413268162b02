"""Fixtures for the tests of the OpenSearch engine on a real node."""

import secrets
from collections.abc import Callable, Iterable, Iterator

import pytest

from engine.contract import Generation
from engine.document import Document
from engine.opensearch.engine import OpenSearchIndexEngine
from tests.engine.contract.places import OpenSearchPlace


@pytest.fixture
def place(opensearch_url: str) -> Iterator[OpenSearchPlace]:
    """A prefix of its own on the node."""
    found = OpenSearchPlace(opensearch_url, f"shikaku-test-{secrets.token_hex(4)}")
    yield found
    found.clear()


@pytest.fixture
def engine(place: OpenSearchPlace) -> Iterator[OpenSearchIndexEngine]:
    """The engine with nothing in it."""
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def publish(engine: OpenSearchIndexEngine) -> Callable[[Iterable[Document]], Generation]:
    """Load documents as a whole generation and make it live."""

    def load(documents: Iterable[Document]) -> Generation:
        generation = engine.begin()
        generation.write(documents)
        generation.complete()
        return generation.publish()

    return load
