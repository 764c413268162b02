"""Fixtures for the tests of the OpenSearch engine on a real node."""

import secrets
from collections.abc import Iterator

import pytest

from tests.engine.contract.conftest import engine, publish
from tests.engine.contract.places import OpenSearchPlace


@pytest.fixture
def place(opensearch_url: str) -> Iterator[OpenSearchPlace]:
    """A prefix of its own on the node."""
    found = OpenSearchPlace(opensearch_url, f"shikaku-test-{secrets.token_hex(4)}")
    yield found
    found.clear()


__all__ = ["engine", "place", "publish"]
