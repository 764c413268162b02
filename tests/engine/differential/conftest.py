"""One engine of each kind for a module's tests: a generation costs more than a thousand look-ups."""

import secrets
from collections.abc import Iterator

import pytest

from engine.contract import IndexEngine
from engine.opensearch.engine import OpenSearchIndexEngine
from engine.sqlite.engine import SqliteIndexEngine
from tests.engine.contract.places import OpenSearchPlace

PATIENCE_S = 30.0
"""A look-up's time limit here: how fast it is, is not this test's question."""


@pytest.fixture(scope="module")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexEngine]:
    engine = SqliteIndexEngine(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def opensearch_engine(opensearch_url: str) -> Iterator[IndexEngine]:
    place = OpenSearchPlace(opensearch_url, f"shikaku-test-{secrets.token_hex(4)}")
    engine = OpenSearchIndexEngine(place.node, prefix=place.prefix, timeout_s=PATIENCE_S)
    yield engine
    engine.close()
    place.clear()
