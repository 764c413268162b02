"""Which records a search finds."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from analyzers import address_key
from engine.answer import MATCH_LIMIT
from engine.contract import Generation, IndexEngine
from engine.document import Document
from engine.query import Query
from engine.record import Sex
from tests.engine.records import BORN, a_document, a_query, a_record, documents

Publish = Callable[[Iterable[Document]], Generation]


def numbers(engine: IndexEngine, query: Query) -> list[str]:
    """The 番号 of what is found, sorted."""
    return sorted(match.record.number for match in engine.search(query))


def test_a_record_comes_back_exactly_as_it_was_sent(engine: IndexEngine, publish: Publish) -> None:
    document = a_document(name_other="別名　太郎", sex_note="注", valid_to=date(2027, 3, 31))
    publish([document])

    (match,) = engine.search(a_query())

    assert match.record == a_record(name_other="別名　太郎", sex_note="注", valid_to=date(2027, 3, 31))
    assert (match.record_id, match.person_key) == (document.record_id, document.person_key)


def test_a_name_and_a_kana_equal_any_key_of_the_record_and_both_must(engine: IndexEngine, publish: Publish) -> None:
    other: dict[str, Any] = {"name_other": "別名花子", "name_other_kana": "ベツメイハナコ"}
    publish(
        [
            a_document(number="1", name_other="通称太郎"),
            a_document(number="2", name="照会花子", name_kana="ショウカイハナコ", **other),
        ]
    )
    expected = {
        ("照会太郎", ""): ["1"],
        ("通称太郎", ""): ["1"],
        ("別名花子", ""): ["2"],
        ("照会", ""): [],
        ("照会太郎助", ""): [],
        ("", "ショウカイ　タロウ"): ["1"],
        ("", "ベツメイハナコ"): ["2"],
        ("", "ショウカイ"): [],
        ("照会太郎", "ショウカイタロウ"): ["1"],
        ("照会太郎", "ベツメイハナコ"): [],
        ("通称太郎", "ショウカイタロウ"): ["1"],
    }

    found = {(name, kana): numbers(engine, a_query(name=name, name_kana=kana)) for name, kana in expected}

    assert found == expected


def test_a_record_without_kana_is_not_found_by_kana_but_by_name(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(number="1", name_kana="")])

    assert numbers(engine, Query(birth_date=BORN, sex=Sex.MALE, kana_key="")) == []
    assert numbers(engine, a_query(name="照会太郎")) == ["1"]


def test_sex_is_equal_to_the_record_s(engine: IndexEngine, publish: Publish) -> None:
    publish(a_document(number=sex.value, sex=sex) for sex in Sex)

    assert {sex: numbers(engine, a_query(sex=sex)) for sex in Sex} == {sex: [sex.value] for sex in Sex}


def test_the_birth_date_is_equal_to_the_record_s(engine: IndexEngine, publish: Publish) -> None:
    days = [date(1950, 4, day) for day in range(1, 29)]
    publish(a_document(number=str(day.day), birth_date=day) for day in days)

    assert [numbers(engine, a_query(birth_date=day)) for day in days] == [[str(day.day)] for day in days]
    assert numbers(engine, a_query(birth_date=date(1950, 5, 1))) == []


def test_every_address_phrase_is_a_run_of_the_record_s_tokens(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document()])
    expected = {
        "府中市": True,
        "東京都": True,
        "東京都府中市": True,
        "京都府": False,
        "都府中": False,
        "市": True,
        "県": False,
        "3丁目": True,
        "見本町３丁目１３番地": True,
        "見本町三丁目13番": True,
        "13番": True,
        "23丁目": False,
        "1": False,
        "府中市　3丁目": True,
        "３丁目 府中市": True,
        "府中市 4丁目": False,
    }

    assert {phrases: bool(engine.search(a_query(address=phrases))) for phrases in expected} == expected


def test_every_insurer_phrase_is_a_run_of_the_record_s_tokens(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(insurer_name="全国健康保険協会　東京支部")])
    expected = {
        "全国健康保険協会東京支部": True,
        "協会けんぽ": True,
        "東京支部": True,
        "東京": True,
        "京支": True,
        "東京 全国": True,
        "東京都": False,
        "東京 大阪": False,
    }

    assert {phrases: bool(engine.search(a_query(insurer_name=phrases))) for phrases in expected} == expected


def test_a_prefecture_begins_a_run_only_at_the_record_s_first_token(engine: IndexEngine, publish: Publish) -> None:
    publish(
        [
            a_document(number="1", insurer_name="全国健康保険協会北海道支部"),
            a_document(number="2", insurer_name="北海道"),
        ]
    )

    assert numbers(engine, a_query(insurer_name="北海道支部")) == ["1"]
    assert numbers(engine, a_query(insurer_name="北海道")) == ["1", "2"]


def test_address_and_insurer_must_both_match(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(number="1"), a_document(number="2", insurer_name="別町")])

    assert numbers(engine, a_query(address="府中市", insurer_name="別町")) == ["2"]
    assert numbers(engine, a_query(address="調布市", insurer_name="別町")) == []


def test_a_blank_address_never_matches(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(number="1", address="")])

    assert numbers(engine, a_query(address="東京都")) == []
    assert numbers(engine, a_query(insurer_name="見本市")) == ["1"]


def test_an_empty_phrase_never_matches(engine: IndexEngine, publish: Publish) -> None:
    publish([a_document(number="1"), a_document(number="2", address="")])
    asked = a_query(insurer_name="見本市")

    empty = Query(birth_date=asked.birth_date, sex=asked.sex, name_key=asked.name_key, address_phrases=("",))

    assert numbers(engine, empty) == []


def test_letters_beyond_the_first_plane_are_one_letter_each(engine: IndexEngine, publish: Publish) -> None:
    publish(
        [
            a_document(number="1", name="𠮷野太郎", address="東京都𠮷祥市𩸽町１丁目"),
            a_document(number="2", name="吉野太郎", address="東京都吉祥市ほっけ町１丁目"),
        ]
    )

    assert numbers(engine, a_query(name="𠮷野太郎", address="𠮷祥市𩸽町")) == ["1"]
    assert numbers(engine, a_query(name="吉野太郎", address="吉")) == ["2"]
    assert address_key("𩸽") == "𩸽"
    assert numbers(engine, a_query(name="𠮷野太郎", address="𩸽")) == ["1"]


@pytest.mark.parametrize(("there", "found"), [(64, 64), (65, 65), (66, 65)])
def test_at_most_one_more_than_the_limit_is_found(
    engine: IndexEngine, publish: Publish, there: int, found: int
) -> None:
    publish(documents(there))

    assert len(engine.search(a_query())) == found
    assert found <= MATCH_LIMIT + 1


def test_records_that_fail_another_condition_do_not_use_up_the_limit(engine: IndexEngine, publish: Publish) -> None:
    publish([*documents(100, address="東京都調布市"), a_document(number="9")])

    assert numbers(engine, a_query(address="府中市")) == ["9"]
