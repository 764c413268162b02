"""A new index is there with all its shards, or not at all."""

import pytest

from engine.contract import EngineError
from engine.opensearch.engine import OpenSearchIndexEngine
from tests.engine.opensearch.stub_node import json_answer, stub_node

SLOW_SHARDS = json_answer({"acknowledged": True, "shards_acknowledged": False})
LOST = json_answer({}, 503)
DELETED, NOT_THERE = json_answer({"acknowledged": True}), json_answer({}, 404)


@pytest.mark.parametrize("answer", [SLOW_SHARDS, LOST])
@pytest.mark.parametrize("removal", [DELETED, NOT_THERE, LOST])
def test_an_index_that_may_not_serve_is_deleted_once_by_its_exact_name(
    answer: tuple[int, bytes], removal: tuple[int, bytes]
) -> None:
    with stub_node(answer, removal) as stub:
        engine = OpenSearchIndexEngine(stub.node)
        with pytest.raises(EngineError, match="shards did not start" if answer is SLOW_SHARDS else "503"):
            engine.begin()
        engine.close()

    created, deleted = (line for line, _, _ in stub.asked)
    assert created.startswith("PUT /shikaku-records-")
    assert deleted == created.replace("PUT", "DELETE").split("?")[0]
