"""What look-ups see, and when."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest

from analyzers import KEY_VERSION
from engine.contract import EngineError, EngineUnavailableError, Generation, IndexEngine, LookupEngine
from engine.document import Document
from tests.engine.contract.places import Place
from tests.engine.records import BORN, a_document, a_query, documents

Publish = Callable[[Iterable[Document]], Generation]

LOOKUPS: dict[str, Callable[[LookupEngine], object]] = {
    "search": lambda engine: engine.search(a_query()),
    "person": lambda engine: engine.person("P1", BORN),
    "get": lambda engine: engine.get("0" * 32, BORN),
    "get without birth date": lambda engine: engine.get("0" * 32),
    "health": lambda engine: engine.health(),
}


def answered(engine: LookupEngine) -> set[str]:
    """The kinds of look-up that get any answer, even an empty one."""
    kinds = set()
    for kind, look_up in LOOKUPS.items():
        with suppress(EngineUnavailableError):
            look_up(engine)
            kinds.add(kind)
    return kinds


def test_before_the_first_publish_there_is_no_answer_rather_than_an_empty_one(
    place: Place, engine: IndexEngine
) -> None:
    lookups = place.open_lookups()
    assert answered(lookups) == set()
    generation = engine.begin()
    generation.write([a_document()])
    assert answered(lookups) == set()
    generation.complete()
    assert answered(lookups) == set()

    generation.publish()

    assert answered(lookups) == LOOKUPS.keys()
    lookups.close()


def test_keys_of_another_version_are_no_answer(place: Place, engine: IndexEngine, publish: Publish) -> None:
    publish([a_document()])
    assert answered(engine) == LOOKUPS.keys()

    later = place.open(key_version=KEY_VERSION + 1)
    generation = later.begin()
    generation.write([a_document()])
    generation.complete()
    generation.publish()

    assert answered(later) == LOOKUPS.keys()
    assert answered(engine) == set()
    later.close()


@pytest.mark.parametrize("there", [0, 1, 70])
def test_a_generation_that_is_not_complete_never_answers_whoever_made_it_live(
    place: Place, engine: IndexEngine, publish: Publish, there: int
) -> None:
    publish(documents(2))
    lookups = place.open_lookups()
    assert answered(lookups) == LOOKUPS.keys()
    generation = engine.begin()
    generation.write(documents(there, person_id="P1"))

    place.make_live(generation.name)

    assert answered(lookups) == answered(engine) == set()
    with pytest.raises(EngineError, match="not complete"):
        engine.verify()
    lookups.close()


def test_what_is_written_is_not_seen_before_it_is_published(engine: IndexEngine, publish: Publish) -> None:
    publish(documents(1))

    generation = engine.begin()
    generation.write(documents(2))
    assert len(engine.search(a_query())) == 1
    generation.complete()
    assert len(engine.search(a_query())) == 1
    generation.publish()
    assert len(engine.search(a_query())) == 2


def test_an_engine_opened_before_sees_each_publish_at_once(place: Place, publish: Publish) -> None:
    lookups = place.open_lookups()

    for there in (3, 1, 4, 2):
        publish(documents(there))
        assert len(lookups.search(a_query())) == there
    lookups.close()


def test_another_process_sees_each_publish_at_once(place: Place, publish: Publish) -> None:
    command = [sys.executable, "-m", "tests.engine.contract.other_process", *place.address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for there in (2, 3):
            publish(documents(there))
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.stdout.readline() == f"{there}\n"
        other.stdin.close()
        assert other.wait(30) == 0


def test_look_ups_of_many_threads_see_one_whole_generation_or_the_other(place: Place, publish: Publish) -> None:
    lookups = place.open_lookups()
    publish(documents(10, insurer_name="見本市旧"))

    def look_up(_: int) -> tuple[int, set[str]]:
        found = lookups.search(a_query(insurer_name="見本市"))
        return len(found), {match.record.insurer_name for match in found}

    with ThreadPoolExecutor(8) as threads:
        during = threads.map(look_up, range(400))
        publish(documents(20, insurer_name="見本市新"))
        after = threads.submit(look_up, 0)
        assert {(count, *names) for count, names in during} <= {(10, "見本市旧"), (20, "見本市新")}
        assert after.result() == (20, {"見本市新"})
    lookups.close()


def test_the_live_generation_cannot_be_discarded(engine: IndexEngine) -> None:
    generation = engine.begin()
    generation.write([a_document()])
    generation.complete()
    generation.publish()

    with pytest.raises(EngineError):
        generation.discard()

    assert len(engine.search(a_query())) == 1


def test_a_generation_that_was_live_before_can_be_discarded(engine: IndexEngine, publish: Publish) -> None:
    generation = engine.begin()
    generation.write([a_document()])
    generation.complete()
    generation.publish()
    publish(documents(2))

    generation.discard()

    assert [(each.live, each.records) for each in engine.generations()] == [(True, 2)]


def test_a_birth_date_of_an_era_long_past_is_an_ordinary_one(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(birth_date=date(1905, 1, 1))])

    assert len(engine.search(a_query(birth_date=date(1905, 1, 1)))) == 1
