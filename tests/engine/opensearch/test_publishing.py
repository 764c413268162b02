"""The alias is moved, or it is not, or nobody can tell."""

import pytest

from engine.contract import EngineError, PublicationUnknownError
from engine.opensearch.client import NodeClient
from engine.opensearch.generations import Index
from engine.opensearch.publishing import READINGS, point_to
from tests.engine.opensearch.stub_node import StubNode, json_answer, stub_node

OLD = "records-20260701t093005123456z-1f0a9c3e"
NEW = "records-20260702t093005123456z-2f0a9c3e"
OLD_LIVE, NEW_LIVE = json_answer({OLD: {"mappings": {}}}), json_answer({NEW: {"mappings": {}}})
DONE, LATE = json_answer({"acknowledged": True}), json_answer({"acknowledged": False})
LOST, AWAY, NONE_LIVE = json_answer({}, 503), json_answer({}, 503), json_answer({}, 404)


def publish(stub: StubNode, pauses: list[float]) -> Index:
    """Publish the new index on a stub."""
    client = NodeClient(stub.node, ca_file=None, connections=1, timeout_s=5)
    try:
        return point_to(client, "records", NEW, pause=pauses.append)
    finally:
        client.close()


def test_a_move_that_was_acknowledged_is_read_back() -> None:
    pauses: list[float] = []
    with stub_node(OLD_LIVE, DONE, NEW_LIVE) as stub:
        assert publish(stub, pauses).name == NEW

    assert pauses == []
    assert [line.split("?")[0] for line, _, _ in stub.asked] == [
        "GET /records",
        "POST /_aliases",
        "GET /records/_mapping",
    ]


@pytest.mark.parametrize("answer", [LOST, LATE])
@pytest.mark.parametrize("meanwhile", [[], [OLD_LIVE], [AWAY, OLD_LIVE], [NONE_LIVE]])
def test_a_move_without_an_answer_is_read_back_until_it_shows(
    answer: tuple[int, bytes], meanwhile: list[tuple[int, bytes]]
) -> None:
    pauses: list[float] = []
    with stub_node(OLD_LIVE, answer, *meanwhile, NEW_LIVE) as stub:
        assert publish(stub, pauses).name == NEW

    assert len(pauses) == len(meanwhile)


@pytest.mark.parametrize("reading", [OLD_LIVE, AWAY, NONE_LIVE])
def test_a_move_without_an_answer_that_never_shows_may_still_come(reading: tuple[int, bytes]) -> None:
    pauses: list[float] = []
    with stub_node(OLD_LIVE, LOST, reading) as stub, pytest.raises(PublicationUnknownError, match=NEW):
        publish(stub, pauses)

    assert len(pauses) == READINGS - 1


def test_a_move_that_was_acknowledged_but_cannot_be_read_back_is_not_known_to_stand() -> None:
    with stub_node(OLD_LIVE, DONE, AWAY) as stub, pytest.raises(PublicationUnknownError):
        publish(stub, [])


@pytest.mark.parametrize("answers", [(json_answer({}, 400),), (json_answer({}, 403),), ((429, b""),), (DONE, OLD_LIVE)])
def test_a_move_that_was_refused_or_undone_is_sure_not_to_stand(answers: tuple[tuple[int, bytes], ...]) -> None:
    with stub_node(OLD_LIVE, *answers) as stub, pytest.raises(EngineError) as failure:
        publish(stub, [])

    assert not isinstance(failure.value, PublicationUnknownError)
