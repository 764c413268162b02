from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from engine.document import Document
from engine.opensearch.written import Written
from tests.engine.records import documents

PEOPLE = [*documents(5), *documents(5, insurer_number="06139999")]

people = st.lists(st.sampled_from(PEOPLE))


def test_records_said_to_be_new_are_counted_by_insurer() -> None:
    written = Written()
    for document in PEOPLE[:7]:
        written.created(document)

    assert written.by_insurer() == {"138057": 5, "06139999": 2}
    written.close()


def test_a_record_in_doubt_that_was_new_before_is_counted_once() -> None:
    written = Written()
    written.created(PEOPLE[0])
    written.perhaps_created(PEOPLE[0])

    assert written.by_insurer() == {"138057": 1}
    written.close()


def test_a_record_in_doubt_that_was_never_said_to_be_new_is_counted_once() -> None:
    written = Written()
    written.perhaps_created(PEOPLE[0])
    written.perhaps_created(PEOPLE[0])

    assert written.by_insurer() == {"138057": 1}
    assert written.by_insurer() == {"138057": 1}
    written.close()


@given(people, st.lists(people))
def test_the_count_is_of_different_records(first: list[Document], doubts: list[list[Document]]) -> None:
    written = Written()
    for document in {document.record_id: document for document in first}.values():
        written.created(document)
    for in_doubt in doubts:
        for document in in_doubt:
            written.perhaps_created(document)

    there = {document.record_id: document.insurer_number for document in [*first, *chain.from_iterable(doubts)]}
    assert written.by_insurer() == Counter(there.values())
    written.close()
