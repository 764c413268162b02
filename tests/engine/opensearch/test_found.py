"""An answer is read whole and sound, or not at all."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from engine.contract import EngineUnavailableError
from engine.opensearch.found import read_count, read_found
from engine.record import IndexedRecord
from engine.source import to_source
from tests.engine.records import BORN, a_record

Change = Callable[[dict[str, Any]], object]


def a_search(hits: int = 1) -> dict[str, Any]:
    """One search's sound answer."""
    hit = {
        "_index": "i",
        "_id": "id",
        "_source": {"person_key": "person", "source": to_source(a_record())},
    }
    return {
        "status": 200,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"hits": [deepcopy(hit) for _ in range(hits)]},
    }


@pytest.mark.parametrize("hits", [0, 1, 65])
def test_a_sound_answer_gives_its_records(hits: int) -> None:
    found = read_found({"responses": [a_search(hits)]}, BORN)

    assert found == [IndexedRecord("id", "person", a_record())] * hits


UNSOUND: dict[str, Change] = {
    "error": lambda found: found.update(error={"root_cause": []}, status=500),
    "error with status 200": lambda found: found.update(error={"type": "x"}),
    "too many requests": lambda found: found.update(status=429),
    "nothing published": lambda found: found.update(status=404),
    "timed out": lambda found: found.update(timed_out=True),
    "no word of time": lambda found: found.pop("timed_out"),
    "a shard failed": lambda found: found["_shards"].update(total=1, successful=0, failed=1),
    "a shard is missing": lambda found: found["_shards"].update(successful=0),
    "no shard": lambda found: found["_shards"].update(total=0, successful=0),
    "two generations": lambda found: found["_shards"].update(total=2, successful=2),
    "no word of shards": lambda found: found.pop("_shards"),
    "no hits": lambda found: found.pop("hits"),
    "hits no list": lambda found: found.update(hits={"hits": None}),
    "no id": lambda found: found["hits"]["hits"][0].pop("_id"),
    "id no text": lambda found: found["hits"]["hits"][0].update(_id=1),
    "no person": lambda found: found["hits"]["hits"][0]["_source"].pop("person_key"),
    "no source": lambda found: found["hits"]["hits"][0].pop("_source"),
    "record not whole": lambda found: found["hits"]["hits"][0]["_source"]["source"].pop("name"),
    "record malformed": lambda found: found["hits"]["hits"][0]["_source"]["source"].update(birth_date="x"),
    "of another birth date": lambda found: found["hits"]["hits"][0]["_source"]["source"].update(
        birth_date="1950-04-02"
    ),
}


@pytest.mark.parametrize("change", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_answer_is_no_answer_and_tells_nothing(change: Change) -> None:
    found = a_search()
    change(found)

    with pytest.raises(EngineUnavailableError) as failure:
        read_found({"responses": [found]}, BORN)

    assert "照会" not in repr(failure.value)
    assert (failure.value.__cause__, failure.value.__context__) == (None, None)


@pytest.mark.parametrize("answer", [{}, {"responses": []}, {"responses": [a_search(), a_search()]}, {"responses": 1}])
def test_an_answer_of_another_shape_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(EngineUnavailableError):
        read_found(answer, BORN)


def test_without_a_birth_date_several_shards_answer_for_any_date() -> None:
    found = a_search()
    found["_shards"].update(total=2, successful=2)
    found["hits"]["hits"][0]["_source"]["source"]["birth_date"] = "1960-01-01"

    (match,) = read_found({"responses": [found]}, None)

    assert match.record.birth_date == date(1960, 1, 1)


def test_keys_of_another_version_are_named_as_the_reason() -> None:
    refused = {
        "status": 400,
        "error": {"root_cause": [{"reason": "[match] analyzer [shikaku_key_version_1] not found"}]},
    }

    with pytest.raises(EngineUnavailableError, match="of another version"):
        read_found({"responses": [refused]}, BORN)


def test_a_generation_that_is_not_complete_is_named_as_the_reason() -> None:
    refused = {
        "status": 400,
        "error": {"root_cause": [{"reason": "No mapping found for [complete] in order to sort on"}]},
    }

    with pytest.raises(EngineUnavailableError, match="not complete"):
        read_found({"responses": [refused]}, BORN)


def a_count() -> dict[str, Any]:
    """A search's sound answer that counts."""
    found = a_search(0)
    found["_shards"].update(total=2, successful=2)
    found["hits"] = {"total": {"value": 7, "relation": "eq"}, "hits": []}
    return found


UNSOUND_COUNTS: dict[str, Change] = {
    **{name: change for name, change in UNSOUND.items() if name in {"error", "timed out", "no shard", "no hits"}},
    "a shard is missing": lambda found: found["_shards"].update(successful=1),
    "at least so many": lambda found: found["hits"]["total"].update(relation="gte"),
    "no total": lambda found: found["hits"].pop("total"),
}


def test_a_count_is_of_all_shards() -> None:
    assert read_count({"responses": [a_count()]}) == 7


@pytest.mark.parametrize("change", UNSOUND_COUNTS.values(), ids=UNSOUND_COUNTS)
def test_an_unsound_count_is_no_count(change: Change) -> None:
    found = a_count()
    change(found)

    with pytest.raises(EngineUnavailableError):
        read_count({"responses": [found]})
