"""Documents into bulk requests, and what is sent again."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract import EngineError
from engine.document import Document
from engine.opensearch.bulk import ATTEMPTS, entry, requests, send
from engine.opensearch.client import NodeClient
from engine.opensearch.written import Written
from tests.engine.opensearch.stub_node import StubNode, json_answer, stub_node
from tests.engine.records import a_document, documents

CREATED = {"index": {"status": 201, "result": "created"}}
UPDATED = {"index": {"status": 200, "result": "updated"}}
OLDER = {"index": {"status": 409, "error": {"type": "version_conflict_engine_exception"}}}
BUSY = {"index": {"status": 429, "error": {"type": "rejected_execution_exception"}}}
REFUSED = {"index": {"status": 400, "error": {"type": "strict_dynamic_mapping_exception"}}}


def items(*outcomes: dict[str, Any]) -> tuple[int, bytes]:
    """A bulk answer."""
    return json_answer({"errors": True, "items": outcomes})


def store(stub: StubNode, batch: Iterable[Document], pauses: list[float] | None = None) -> dict[str, int]:
    """Send documents to a stub; give the count by insurer."""
    client = NodeClient(stub.node, ca_file=None, connections=1, timeout_s=5)
    written = Written()
    try:
        send(client, "index", [entry(each) for each in batch], written, pause=([] if pauses is None else pauses).append)
        return dict(written.by_insurer())
    finally:
        written.close()
        client.close()


def ids_asked(stub: StubNode) -> list[list[str]]:
    """The record ids of each request."""
    return [[json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]] for _, _, body in stub.asked]


def test_a_document_is_an_action_with_its_version_and_its_fields() -> None:
    document = a_document(7, person_id="P1")

    action, fields = map(json.loads, entry(document).lines.splitlines())

    assert action == {
        "index": {
            "_id": document.record_id,
            "routing": "1950-04-01",
            "version": 7,
            "version_type": "external_gte",
        }
    }
    assert fields == {
        "person_key": document.person_key,
        "person_id": "P1",
        "insurer_number": "138057",
        "birth_date": "1950-04-01",
        "sex": "1",
        "name_keys": ["照会太郎"],
        "kana_keys": list(document.kana_keys),
        "address_key": document.address_key,
        "insurer_key": document.insurer_key,
        "source": document.source,
    }


def test_what_is_empty_is_no_field() -> None:
    fields = json.loads(entry(a_document(person_id="", name_kana="", address="")).lines.splitlines()[1])

    assert not {"person_id", "kana_keys", "address_key"} & fields.keys()


def test_characters_that_are_no_text_are_refused_without_being_shown() -> None:
    document = replace(a_document(), source={"name": "照会\ud800"})

    with pytest.raises(EngineError) as failure:
        entry(document)

    assert "照会" not in repr(failure.value)
    assert failure.value.__context__ is None


@given(st.lists(st.integers(0, 300), max_size=30), st.integers(1, 5000))
def test_requests_hold_every_document_in_order_and_no_more_bytes_than_wanted(lengths: list[int], size: int) -> None:
    batch = [a_document(address="市" * length) for length in lengths]

    cut = list(requests(batch, size))

    assert [each.document for request in cut for each in request] == batch
    assert all(sum(len(each.lines) for each in request) <= size or len(request) == 1 for request in cut)
    assert all(request for request in cut)


def test_no_document_is_no_request() -> None:
    assert list(requests([])) == []


def test_only_what_was_refused_for_the_moment_is_sent_again() -> None:
    batch = documents(4)
    first, second, third, _ = (each.record_id for each in batch)
    pauses: list[float] = []
    with stub_node(items(BUSY, CREATED, BUSY, UPDATED), items(CREATED, BUSY), items(CREATED)) as stub:
        assert store(stub, batch, pauses) == {"138057": 3}

    assert ids_asked(stub) == [[each.record_id for each in batch], [first, third], [third]]
    assert second not in ids_asked(stub)[1]
    assert pauses == [0.5, 1.0]


def test_an_older_version_than_the_one_there_is_no_error_and_not_new() -> None:
    with stub_node(items(OLDER, CREATED)) as stub:
        assert store(stub, documents(2)) == {"138057": 1}

    assert len(stub.asked) == 1


def test_any_other_refusal_names_status_and_kind_but_no_text_of_the_document() -> None:
    with stub_node(items(CREATED, REFUSED)) as stub, pytest.raises(EngineError) as failure:
        store(stub, documents(2))

    assert "400 (strict_dynamic_mapping_exception)" in str(failure.value)
    assert "照会" not in repr(failure.value)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_node_is_asked_again_with_growing_pauses_until_it_takes_the_documents(status: int) -> None:
    pauses: list[float] = []
    with stub_node((status, b""), (status, b""), (status, b""), items(CREATED)) as stub:
        assert store(stub, documents(1), pauses) == {"138057": 1}

    assert pauses == [0.5, 1.0, 2.0]


def test_a_node_that_stays_busy_is_given_up() -> None:
    for answer in (items(BUSY), (429, b"")):
        pauses: list[float] = []
        with stub_node(answer) as stub, pytest.raises(EngineError):
            store(stub, documents(1), pauses)
        assert len(stub.asked) == ATTEMPTS
        assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500])
def test_an_error_that_will_not_pass_is_not_tried_again(status: int) -> None:
    with stub_node((status, b"")) as stub, pytest.raises(EngineError):
        store(stub, documents(1))

    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "answer", [json_answer({}), items(CREATED), items(CREATED, {}), items(CREATED, CREATED, CREATED)]
)
def test_an_answer_that_does_not_tell_of_each_document_is_an_error(answer: tuple[int, bytes]) -> None:
    with stub_node(answer) as stub, pytest.raises(EngineError):
        store(stub, documents(2))


def test_after_an_answer_was_lost_what_is_updated_may_have_been_new() -> None:
    with stub_node((502, b""), items(UPDATED, CREATED, OLDER)) as stub:
        assert store(stub, documents(3)) == {"138057": 3}
    with stub_node((429, b""), items(UPDATED, CREATED, OLDER)) as stub:
        assert store(stub, documents(3)) == {"138057": 1}
