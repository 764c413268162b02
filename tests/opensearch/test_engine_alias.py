"""What the alias may name, and how it moves."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.error import HTTPError

import pytest

from engine.contract import EngineError, EngineUnavailableError, Generation
from engine.document import Document
from engine.opensearch.engine import OpenSearchIndexEngine
from engine.record import Sex
from tests.engine.contract.places import OpenSearchPlace
from tests.engine.records import BORN, a_document, a_query
from tests.opensearch.engine_place import engine, place, publish

__all__ = ["engine", "place", "publish"]

Publish = Callable[[Iterable[Document]], Generation]

ONE_SHARD = {"settings": {"number_of_shards": 1, "number_of_replicas": 0}}


def answered(engine: OpenSearchIndexEngine) -> set[str]:
    """The kinds of look-up that get any answer."""
    kinds: dict[str, Callable[[], object]] = {
        "search": lambda: engine.search(a_query()),
        "person": lambda: engine.person("P1", BORN),
        "get": lambda: engine.get("0" * 32, BORN),
        "health": engine.health,
    }
    found = set()
    for kind, look_up in kinds.items():
        with suppress(EngineUnavailableError):
            look_up()
            found.add(kind)
    return found


def aliased(place: OpenSearchPlace) -> list[str]:
    """The indexes that the alias names."""
    return sorted(place.ask("GET", f"/{place.prefix}/_alias"))


def test_an_alias_on_an_index_that_is_none_of_ours_is_no_answer(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine
) -> None:
    mappings = {"properties": {"birth_date": {"type": "keyword"}}}
    body = {**ONE_SHARD, "mappings": mappings, "aliases": {place.prefix: {}}}
    place.ask("PUT", f"/{place.prefix}-foreign", body)

    assert answered(engine) == set()
    with pytest.raises(EngineError):
        engine.verify()


def test_an_index_of_the_alias_s_name_is_no_answer_and_nothing_is_published_over_it(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    place.ask("PUT", f"/{place.prefix}", ONE_SHARD)

    assert answered(engine) == set()
    with pytest.raises(EngineError, match="no generation of ours"):
        publish([a_document()])


def test_an_alias_on_two_generations_is_no_answer_and_does_not_verify(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    first = publish([a_document()])
    publish([a_document()])
    assert answered(engine) == {"search", "person", "get", "health"}

    place.ask("POST", "/_aliases", {"actions": [{"add": {"index": first.name, "alias": place.prefix}}]})

    assert answered(engine) == set()
    with pytest.raises(EngineError, match="More than one"):
        engine.verify()


@pytest.mark.parametrize(
    "settings",
    [
        {"filter": {"term": {"sex": "1"}}},
        {"routing": "1950-04-01"},
        {"search_routing": "1950-04-01"},
    ],
    ids=["filter", "routing", "search routing"],
)
def test_an_alias_that_hides_people_is_not_well_and_does_not_verify_until_the_next_publish(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish, settings: dict[str, object]
) -> None:
    people = [
        a_document(number=str(year), birth_date=BORN.replace(year=year), sex=Sex(str(1 + year % 2)))
        for year in range(1940, 1960)
    ]
    published = publish(people)
    assert engine.health().records == 20

    place.set_alias(published.name, **settings)

    with pytest.raises(EngineUnavailableError, match="do not reach every record"):
        engine.health()
    with pytest.raises(EngineError, match="filter or a routing"):
        engine.verify()
    assert publish(people) == engine.verify()
    assert engine.health().records == 20


def test_an_alias_that_hides_nobody_yet_does_not_verify_either(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    published = publish([a_document()])

    place.set_alias(published.name, filter={"term": {"sex": "1"}})

    with pytest.raises(EngineError, match="filter or a routing"):
        engine.verify()


def test_the_next_publish_mends_an_alias_on_two_generations(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    first = publish([a_document()])
    publish([a_document()])
    place.ask("POST", "/_aliases", {"actions": [{"add": {"index": first.name, "alias": place.prefix}}]})

    last = publish([a_document()])

    assert aliased(place) == [last.name]
    assert engine.verify() == last


def test_a_publish_leaves_other_aliases_and_indexes_alone(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    first = publish([a_document()])
    place.ask("PUT", f"/{place.prefix}-b", {**ONE_SHARD, "aliases": {f"{place.prefix}-b-alias": {}}})
    place.ask("POST", "/_aliases", {"actions": [{"add": {"index": first.name, "alias": f"{place.prefix}-kept"}}]})

    second = publish([a_document()])

    assert aliased(place) == [second.name]
    assert list(place.ask("GET", f"/{place.prefix}-kept/_alias")) == [first.name]
    assert list(place.ask("GET", f"/{place.prefix}-b-alias/_alias")) == [f"{place.prefix}-b"]


def test_an_alias_that_also_names_an_index_of_others_is_not_touched(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    first = publish([a_document()])
    place.ask("PUT", f"/{place.prefix}-b", {**ONE_SHARD, "aliases": {place.prefix: {}}})

    with pytest.raises(EngineError, match="no generation of ours"):
        publish([a_document()])

    assert aliased(place) == sorted([first.name, f"{place.prefix}-b"])


def test_a_generation_named_by_any_alias_is_not_deleted(place: OpenSearchPlace, engine: OpenSearchIndexEngine) -> None:
    generation = engine.begin()
    alias = {"add": {"index": generation.name, "alias": f"{place.prefix}-kept"}}
    place.ask("POST", "/_aliases", {"actions": [alias]})

    with pytest.raises(EngineError):
        generation.discard()

    assert [each.name for each in engine.generations()] == [generation.name]


def test_a_generation_whose_index_says_it_is_not_complete_does_not_verify(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine, publish: Publish
) -> None:
    published = publish([a_document()])
    meta = {"key_version": published.key_version, "state": "building", "insurers": {}}
    place.ask("PUT", f"/{published.name}/_mapping", {"_meta": meta})

    with pytest.raises(EngineError, match="not complete"):
        engine.verify()


def test_an_index_takes_no_field_that_is_not_declared(place: OpenSearchPlace, engine: OpenSearchIndexEngine) -> None:
    generation = engine.begin()

    with pytest.raises(HTTPError) as refusal:
        place.ask("PUT", f"/{generation.name}/_doc/1?routing=1950-04-01", {"birth_date": "1950-04-01", "extra": "x"})

    assert refusal.value.code == 400
    assert b"strict_dynamic_mapping_exception" in refusal.value.read()
    generation.discard()


def test_an_index_takes_no_document_without_a_routing(place: OpenSearchPlace, engine: OpenSearchIndexEngine) -> None:
    generation = engine.begin()

    with pytest.raises(HTTPError) as refusal:
        place.ask("PUT", f"/{generation.name}/_doc/1", {"birth_date": "1950-04-01"})

    assert b"routing_missing_exception" in refusal.value.read()
    generation.discard()


def test_a_complete_index_is_durable_refreshed_and_copied_where_there_is_room(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine
) -> None:
    generation = engine.begin(shards=3)
    generation.write([a_document()])
    generation.complete()

    answer = place.ask("GET", f"/{generation.name}/_settings?flat_settings=true")

    (of_index,) = answer.values()
    assert isinstance(of_index, dict)
    settings = of_index["settings"]
    assert {name: settings[f"index.{name}"] for name in ("number_of_shards", "refresh_interval")} == {
        "number_of_shards": "3",
        "refresh_interval": "1s",
    }
    assert settings["index.auto_expand_replicas"] == "0-1"
    assert settings["index.translog.durability"] == "request"


def test_more_insurers_than_a_page_are_all_counted(
    engine: OpenSearchIndexEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.opensearch.counting._PAGE", 3)
    numbers = [f"0613{position:04}" for position in range(10)]
    generation = engine.begin()
    generation.write(a_document(insurer_number=number) for number in numbers)

    assert generation.complete().insurers == dict.fromkeys(numbers, 1)
