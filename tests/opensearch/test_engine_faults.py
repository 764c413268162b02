"""Faults between the engine and the node: no answer in time, and good answers again as soon as the node is back."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.error import HTTPError

import pytest

from analyzers import KEY_VERSION
from engine.contract import EngineError, EngineUnavailableError, Generation, PublicationUnknownError
from engine.document import Document
from engine.generation_name import new_generation_name
from engine.lookup import confirm, look_up
from engine.opensearch.bulk import entry
from engine.opensearch.engine import OpenSearchIndexEngine
from engine.opensearch.index_definition import COMPLETED, index_definition
from engine.opensearch.index_meta import IndexMeta
from engine.query import Conditions
from engine.record import Sex
from engine.source import digest, from_source
from tests.engine.contract.places import OpenSearchPlace
from tests.engine.records import AS_OF, BORN, a_document, a_query, documents
from tests.opensearch.engine_place import engine, place, publish
from tests.opensearch.faulty_proxy import FaultyProxy

__all__ = ["engine", "place", "publish"]

Publish = Callable[[Iterable[Document]], Generation]


@pytest.fixture
def proxy(opensearch_url: str) -> Iterator[FaultyProxy]:
    """A proxy before the node."""
    with FaultyProxy(opensearch_url) as running:
        yield running


@pytest.fixture
def distant(place: OpenSearchPlace, proxy: FaultyProxy, publish: Publish) -> Iterator[OpenSearchIndexEngine]:
    """The engine behind the proxy, with one record live, and a connection open."""
    publish([a_document()])
    opened = replace(place, url=proxy.url).open()
    assert len(opened.search(a_query())) == 1
    yield opened
    opened.close()


def no_answer(look_up: Callable[[], object]) -> float:
    """Seconds until it is known that there is no answer."""
    began = time.monotonic()
    with pytest.raises(EngineUnavailableError):
        look_up()
    return time.monotonic() - began


def test_a_node_that_is_away_is_no_answer_at_once_and_one_again_when_it_is_back(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    proxy.stop()
    assert no_answer(lambda: distant.search(a_query())) < 1
    assert no_answer(lambda: distant.person("P1", BORN)) < 1
    assert no_answer(lambda: distant.get("id")) < 1
    assert no_answer(distant.health) < 1

    proxy.start()

    assert len(distant.search(a_query())) == 1
    assert distant.health().records == 1


def test_a_node_that_hangs_is_no_answer_after_two_seconds_and_one_again_when_it_recovers(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    proxy.hangs = True
    assert 1.5 < no_answer(lambda: distant.search(a_query())) < 2.5
    proxy.break_connections()
    assert 1.5 < no_answer(lambda: distant.search(a_query())) < 2.5
    assert 1.5 < no_answer(distant.health) < 2.5

    proxy.hangs = False

    assert len(distant.search(a_query())) == 1


@pytest.mark.parametrize("after", [b"", b"HTTP/1.1", b"\r\n\r\n"], ids=["all", "headers and body", "body"])
def test_a_node_that_drips_its_answer_is_no_answer_after_two_seconds(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine, after: bytes
) -> None:
    proxy.drips_after = after
    assert 1.5 < no_answer(lambda: distant.search(a_query())) < 2.5
    assert 1.5 < no_answer(lambda: distant.person("P1", BORN)) < 2.5
    assert 1.5 < no_answer(distant.health) < 2.5

    proxy.drips_after = None

    assert len(distant.search(a_query())) == 1


def test_an_answer_that_drips_but_is_whole_in_time_is_an_answer(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    proxy.drips_after, proxy.drip_s = b"\r\n\r\n", 0.0001

    assert len(distant.search(a_query())) == 1


@pytest.mark.parametrize(("delay_s", "in_time"), [(0.1, True), (0.5, False)])
def test_a_look_up_of_five_people_and_their_other_records_has_one_limit_for_all_its_requests(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine, publish: Publish, delay_s: float, in_time: bool
) -> None:
    people = [a_document(person_id=f"P{each}", number=str(each), valid_to=date(2026, 6, 1)) for each in range(5)]
    publish(people)
    typed = Conditions(name="照会太郎", birth_date=BORN, sex=Sex.MALE, insurer_name="見本市", as_of=AS_OF)
    proxy.delay_s = delay_s

    if in_time:
        assert len(look_up(distant, typed).rows) == 5
    else:
        assert 1.5 < no_answer(lambda: look_up(distant, typed)) < 2.5


def test_a_confirmation_has_one_limit_for_both_its_requests(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine, publish: Publish
) -> None:
    lapsed = a_document(person_id="P1", valid_to=date(2026, 6, 1))
    publish([lapsed])
    known = digest(from_source(lapsed.source))
    proxy.delay_s = 1.3

    assert 1.5 < no_answer(lambda: confirm(distant, lapsed.record_id, BORN, known, AS_OF)) < 2.5


def test_many_look_ups_at_once_do_not_wait_for_each_other_when_the_node_hangs(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    proxy.hangs = True
    began = time.monotonic()

    with ThreadPoolExecutor(16) as threads:
        waits = [threads.submit(no_answer, lambda: distant.search(a_query())) for _ in range(16)]
        assert all(wait.result() < 3 for wait in waits)

    assert time.monotonic() - began < 3


def test_a_connection_that_broke_meanwhile_is_not_noticed_by_the_staff(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    for _ in range(5):
        proxy.break_connections()
        assert len(distant.search(a_query())) == 1


def test_an_answer_that_is_lost_is_asked_for_once_more_and_no_oftener(
    proxy: FaultyProxy, distant: OpenSearchIndexEngine
) -> None:
    proxy.answers_to_lose = 1
    assert len(distant.search(a_query())) == 1

    proxy.answers_to_lose = 2
    no_answer(lambda: distant.search(a_query()))
    assert proxy.answers_to_lose == 0


def test_connections_are_kept_for_as_many_threads_as_ask(proxy: FaultyProxy, distant: OpenSearchIndexEngine) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: len(distant.search(a_query())), range(320)))

    assert found == [1] * 320
    assert proxy.connections <= 17


def test_an_index_whose_creation_was_not_answered_does_not_stay_behind(
    place: OpenSearchPlace, proxy: FaultyProxy
) -> None:
    distant = replace(place, url=proxy.url).open()
    proxy.loses_answer = b"PUT /"

    with pytest.raises(EngineError):
        distant.begin()

    assert proxy.loses_answer == b""
    assert distant.generations() == []
    distant.close()


def test_a_publish_whose_answer_is_lost_is_a_publish(place: OpenSearchPlace, proxy: FaultyProxy) -> None:
    distant = replace(place, url=proxy.url).open()
    generation = distant.begin()
    generation.write(documents(3))
    generation.complete()
    proxy.loses_answer = b"POST /_aliases"

    assert generation.publish().live

    assert proxy.loses_answer == b""
    assert distant.verify().name == generation.name
    distant.close()


def test_a_publish_that_perhaps_only_comes_later_is_not_known_and_finds_its_generation_still_there(
    place: OpenSearchPlace, proxy: FaultyProxy, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.opensearch.publishing.PAUSE_S", 0.01)
    publish(documents(1))
    distant = replace(place, url=proxy.url).open()
    generation = distant.begin()
    generation.write(documents(3))
    generation.complete()
    proxy.loses_request = b"POST /_aliases"

    with pytest.raises(PublicationUnknownError, match=generation.name):
        generation.publish()

    assert len(distant.search(a_query())) == 1
    place.make_live(generation.name)
    assert len(distant.search(a_query())) == 3
    distant.close()


def test_a_bulk_answer_that_is_lost_loses_and_doubles_nothing(
    place: OpenSearchPlace, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.opensearch.bulk.FIRST_PAUSE_S", 0.05)
    distant = replace(place, url=proxy.url).open()
    generation = distant.begin()
    generation.write(documents(30))
    proxy.answers_to_lose = 1
    generation.write([*documents(50), *documents(20, insurer_number="06139999")])
    proxy.break_connections()
    generation.write(documents(60))

    assert generation.complete().insurers == {"138057": 60, "06139999": 20}
    generation.publish()
    assert len(distant.search(a_query())) == 65
    distant.close()


def test_after_a_lost_bulk_answer_a_missing_record_is_still_noticed(
    place: OpenSearchPlace, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.opensearch.bulk.FIRST_PAUSE_S", 0.05)
    distant = replace(place, url=proxy.url).open()
    generation = distant.begin()
    proxy.answers_to_lose = 1
    generation.write(documents(20))
    place.remove(generation.name, documents(20)[7])

    with pytest.raises(EngineError):
        generation.complete()
    generation.discard()
    distant.close()


def test_a_shard_that_is_away_is_no_answer_and_never_an_empty_one(
    place: OpenSearchPlace, engine: OpenSearchIndexEngine
) -> None:
    people = [a_document(birth_date=BORN.replace(year=year)) for year in range(1940, 1964)]
    half = publish_half(place, people)

    answers = []
    for document in people:
        with suppress(EngineUnavailableError):
            answers.append(len(engine.search(a_query(birth_date=date.fromisoformat(document.birth_date)))))

    assert answers == [1] * half
    assert 0 < half < len(people)
    for document in people:
        with pytest.raises(EngineUnavailableError):
            engine.get(document.record_id)
    with pytest.raises(EngineUnavailableError):
        engine.health()
    with pytest.raises(EngineError):
        engine.verify()


def publish_half(place: OpenSearchPlace, people: Iterable[Document]) -> int:
    """Make an index live one of whose two shards finds no room on the only node; how many people the other holds."""
    name = new_generation_name(place.prefix, datetime.now(UTC))
    meta = IndexMeta(key_version=KEY_VERSION, complete=True, insurers={"138057": 24})
    definition = index_definition(meta.to_json(), key_version=KEY_VERSION, shards=2)
    definition["mappings"]["properties"] |= COMPLETED
    definition["settings"]["index"]["routing.allocation.total_shards_per_node"] = 1
    place.ask("PUT", f"/{name}?wait_for_active_shards=0", {**definition, "aliases": {place.prefix: {}}})
    place.ask("GET", f"/_cluster/health/{name}?wait_for_active_shards=1")
    stored = 0
    for document in people:
        path = f"/{name}/_doc/{document.record_id}?routing={document.birth_date}&timeout=100ms&refresh=true"
        with suppress(HTTPError):
            place.ask("PUT", path, json.loads(entry(document).lines.splitlines()[1]))
            stored += 1
    return stored


def test_nothing_of_a_patient_is_in_any_log_or_error(
    place: OpenSearchPlace, proxy: FaultyProxy, caplog: pytest.LogCaptureFixture
) -> None:
    facts = ["照会太郎", "シヨウカイタロウ", "1950-04-01", "府中市", "見本市", "1234567", "P-CANARY"]
    distant = replace(place, url=proxy.url).open()
    for logger in ("", "opensearch", "opensearchpy.trace", "urllib3"):
        caplog.set_level(logging.DEBUG, logger)
    generation = distant.begin()
    generation.write([a_document(person_id="P-CANARY")])
    generation.complete()
    generation.publish()
    assert distant.search(a_query(address="府中市"))
    assert distant.search(a_query(address="調布市")) == []
    assert distant.person("P-CANARY", BORN)

    said = []
    for fault in (proxy.stop, lambda: place.ask("POST", f"/{generation.name}/_close")):
        fault()
        with pytest.raises(EngineUnavailableError) as failure:
            distant.search(a_query(address="府中市"))
        said.append(repr(failure.value) + repr(failure.value.__cause__) + repr(failure.value.__context__))
        proxy.stop()
        proxy.start()
    distant.close()

    assert "urllib3" in caplog.text
    assert [fact for fact in facts if fact in caplog.text or any(fact in text for text in said)] == []
