"""What `verify` proves of what is live."""

from collections.abc import Callable, Iterable

import pytest

from analyzers import KEY_VERSION
from engine.contract import EngineError, Generation, IndexEngine
from engine.document import Document
from tests.engine.contract.places import Place
from tests.engine.records import documents

Publish = Callable[[Iterable[Document]], Generation]


def test_what_was_published_whole_verifies(engine: IndexEngine, publish: Publish) -> None:
    published = publish(documents(3))

    assert engine.verify() == published


def test_nothing_published_does_not_verify(engine: IndexEngine) -> None:
    with pytest.raises(EngineError):
        engine.verify()


def test_a_record_taken_away_behind_its_back_is_noticed(place: Place, engine: IndexEngine, publish: Publish) -> None:
    written = documents(3)
    published = publish(written)
    place.remove(published.name, written[1])

    with pytest.raises(EngineError):
        engine.verify()


def test_a_generation_verifies_before_it_is_published_once_it_is_complete(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write(documents(3))
    with pytest.raises(EngineError, match="not complete"):
        generation.verify()

    complete = generation.complete()

    assert generation.verify() == complete
    assert [each.live for each in engine.generations()] == [False]


def test_a_record_taken_away_before_publishing_is_noticed(place: Place, engine: IndexEngine) -> None:
    written = documents(3)
    generation = engine.begin()
    generation.write(written)
    generation.complete()
    place.remove(generation.name, written[1])

    with pytest.raises(EngineError):
        generation.verify()


def test_a_generation_that_is_gone_does_not_verify(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.complete()
    generation.discard()

    with pytest.raises(EngineError):
        generation.verify()


def test_keys_of_another_version_do_not_verify(place: Place, publish: Publish) -> None:
    publish(documents(3))
    later = place.open(key_version=KEY_VERSION + 1)

    with pytest.raises(EngineError, match=f"version {KEY_VERSION}"):
        later.verify()
    later.close()
