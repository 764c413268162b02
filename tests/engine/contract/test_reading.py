"""Reading a person's other records, and one record."""

from collections.abc import Callable, Iterable
from datetime import date

from engine.contract import Generation, IndexEngine
from engine.document import Document
from tests.engine.records import BORN, a_document

Publish = Callable[[Iterable[Document]], Generation]


def test_a_person_s_records_join_insurers_by_person_id_and_birth_date(engine: IndexEngine, publish: Publish) -> None:
    publish(
        [
            a_document(number="1", person_id="P1"),
            a_document(number="2", person_id="P1", insurer_number="06139999", name="改姓太郎"),
            a_document(number="3", person_id="P2"),
            a_document(number="4", person_id="P1", birth_date=date(1950, 4, 2)),
            a_document(number="5"),
        ]
    )

    assert sorted(match.record.number for match in engine.person("P1", BORN)) == ["1", "2"]
    assert engine.person("P3", BORN) == []


def test_nobody_has_the_empty_person_id(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(number="1"), a_document(number="2")])

    assert engine.person("", BORN) == []


def test_a_person_has_at_most_one_record_more_than_the_limit(engine: IndexEngine, publish: Publish) -> None:
    publish(a_document(number=str(each), person_id="P1") for each in range(70))

    assert len(engine.person("P1", BORN)) == 65


def test_a_record_is_read_by_its_id_with_and_without_the_birth_date(engine: IndexEngine, publish: Publish) -> None:
    days = [date(1950, 4, day) for day in range(1, 9)]
    wanted = [a_document(number=str(day.day), birth_date=day) for day in days]
    publish(wanted)

    for document, day in zip(wanted, days, strict=True):
        for match in (engine.get(document.record_id, day), engine.get(document.record_id)):
            assert match is not None
            assert (match.record_id, match.record.number) == (document.record_id, str(day.day))


def test_a_record_that_is_not_there_or_of_another_birth_date_is_none(engine: IndexEngine, publish: Publish) -> None:
    document = a_document()
    publish([document])

    assert engine.get("0" * 32) is None
    assert engine.get("0" * 32, BORN) is None
    assert [engine.get(document.record_id, date(1951, 1, day)) for day in range(1, 9)] == [None] * 8


def test_health_names_what_is_live(engine: IndexEngine, publish: Publish) -> None:
    published = publish([a_document(number="1"), a_document(number="2")])

    health = engine.health()

    assert (health.generation, health.records) == (published.name, 2)
