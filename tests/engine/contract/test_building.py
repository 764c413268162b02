"""How a generation is written, and what makes it complete."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from analyzers import KEY_VERSION
from engine.contract import EngineError, Generation, IncompleteGenerationError, IndexEngine
from engine.document import Document
from tests.engine.contract.places import Place
from tests.engine.records import a_document, a_query, documents

Publish = Callable[[Iterable[Document]], Generation]


def names_found(engine: IndexEngine, **typed: Any) -> list[str]:
    """氏名 of what is found, sorted."""
    return sorted(match.record.name for match in engine.search(a_query(**typed)))


def test_of_one_record_the_highest_version_stays_whatever_the_order(engine: IndexEngine, publish: Publish) -> None:
    orders = list(permutations((1, 2, 3)))
    publish(
        a_document(version, number=str(position), name=f"照会{version}郎")
        for position, order in enumerate(orders)
        for version in order
    )

    assert names_found(engine, name="照会3郎") == ["照会3郎"] * len(orders)
    assert names_found(engine, name="照会1郎") == []
    assert names_found(engine, name="照会2郎") == []


def test_of_equal_versions_the_later_written_stays_within_a_batch_and_across(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write([a_document(name="照会一郎"), a_document(name="照会二郎")])
    generation.write([a_document(name="照会三郎")])
    generation.complete()
    generation.publish()

    assert [len(engine.search(a_query(name=name))) for name in ("照会一郎", "照会二郎", "照会三郎")] == [0, 0, 1]


def test_a_complete_generation_counts_different_records_by_insurer(engine: IndexEngine) -> None:
    before = datetime.now(UTC)
    generation = engine.begin()
    generation.write([*documents(3), *documents(2, insurer_number="06139999")])
    generation.write([*documents(3), a_document(0, number="1000"), *documents(4, insurer_number="06139999")])

    complete = generation.complete()

    assert complete.insurers == {"138057": 3, "06139999": 4}
    assert (complete.records, complete.complete, complete.live) == (7, True, False)
    assert (complete.name, complete.key_version) == (generation.name, KEY_VERSION)
    assert before <= complete.created_at <= datetime.now(UTC)


def test_a_generation_without_records_is_complete(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write([])

    assert generation.complete().records == 0
    generation.publish()
    assert engine.search(a_query()) == []


def test_a_generation_that_lacks_a_written_record_is_never_complete(place: Place, engine: IndexEngine) -> None:
    written = documents(5)
    generation = engine.begin()
    generation.write(written)
    place.remove(generation.name, written[3])

    with pytest.raises(IncompleteGenerationError):
        generation.complete()
    with pytest.raises(IncompleteGenerationError):
        generation.complete()
    with pytest.raises(IncompleteGenerationError):
        generation.publish()
    generation.discard()
    assert engine.generations() == []


def test_only_a_complete_generation_can_be_published(engine: IndexEngine, publish: Publish) -> None:
    publish(documents(1))
    generation = engine.begin()
    generation.write(documents(2))

    with pytest.raises(IncompleteGenerationError):
        generation.publish()

    assert len(engine.search(a_query())) == 1
    generation.discard()


def test_a_complete_generation_takes_no_more_documents(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write(documents(1))
    generation.complete()

    with pytest.raises(EngineError):
        generation.write(documents(2))

    generation.publish()
    assert len(engine.search(a_query())) == 1


def test_after_a_write_that_failed_a_generation_can_only_be_discarded(engine: IndexEngine) -> None:
    whole = a_document()
    broken = replace(a_document(number="2"), source={**whole.source, "name": "氏名\ud800"})
    generation = engine.begin()

    with pytest.raises(EngineError) as failure:
        generation.write([whole, broken])

    assert "氏名" not in repr(failure.value)
    with pytest.raises(IncompleteGenerationError):
        generation.complete()
    generation.discard()


def test_a_version_of_more_than_63_bits_is_refused(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write([a_document(2**63 - 1, number="1")])

    with pytest.raises(EngineError):
        generation.write([a_document(2**63, number="2")])

    with pytest.raises(IncompleteGenerationError):
        generation.complete()
    generation.discard()


def test_a_source_of_documents_that_breaks_off_leaves_no_complete_generation(engine: IndexEngine) -> None:
    def breaking_off() -> Iterable[Document]:
        yield a_document()
        raise RuntimeError("the feed broke off")

    generation = engine.begin()
    with pytest.raises(RuntimeError):
        generation.write(breaking_off())

    with pytest.raises(IncompleteGenerationError):
        generation.complete()
    generation.discard()


def test_generations_built_at_the_same_time_do_not_mix(engine: IndexEngine) -> None:
    first, second = engine.begin(), engine.begin()
    first.write(documents(2))
    second.write(documents(3))

    assert second.complete().records == 3
    assert first.complete().records == 2


def test_generations_are_listed_oldest_first_and_others_left_alone(
    place: Place, engine: IndexEngine, publish: Publish
) -> None:
    oldest = publish(documents(1))
    live = publish(documents(2))
    unfinished = engine.begin()
    unfinished.write(documents(3))
    place.add_foreign(live.name)

    listed = engine.generations()

    assert [(each.name, each.live, each.complete, each.records) for each in listed] == [
        (oldest.name, False, True, 1),
        (live.name, True, True, 2),
        (unfinished.name, False, False, 0),
    ]
    assert listed[1] == live
    unfinished.discard()


def test_a_discarded_generation_is_gone(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write(documents(1))
    generation.discard()
    generation.discard()

    assert engine.generations() == []
    with pytest.raises(EngineError):
        generation.write(documents(1))
    with pytest.raises(EngineError):
        generation.publish()
