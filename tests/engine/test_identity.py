"""Who is who. The values here are frozen: stored handles and deltas depend on them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.identity import (
    folded_branch_number,
    folded_number,
    folded_reading,
    folded_symbol,
    insurer_digits,
    person_key,
    qualification,
    record_id,
)
from engine.record import Record, Sex
from tests.engine.records import a_record

texts = st.text(max_size=12)
digits = st.text("0123456789", min_size=1, max_size=10)


def test_the_ids_of_known_records_never_change() -> None:
    with_branch = a_record()
    without_branch = a_record(branch_number="")
    with_person = a_record(person_id="P-0001")

    assert record_id(with_branch) == "e35adb02218b7707acd97e43b8a8330e"
    assert person_key(with_branch) == "f5feaa085adbef90c7ed2fb581479f0d"
    assert record_id(without_branch) == "74b1ae1b88da1a893b230738020cc380"
    assert person_key(without_branch) == "be477928e0c1d19ffd2e4dabbee5937d"
    assert person_key(with_person) == "d04d0d33f015ae165ad9180b9ffeb650"


def test_the_folds_of_known_texts_never_change() -> None:
    assert insurer_digits("00138057") == insurer_digits("  138057") == insurer_digits("138057") == "138057"
    assert insurer_digits("06139999") == "06139999"
    assert folded_symbol("見本－１２ ａ") == "見本-12A"
    assert folded_number("００１２‐３") == "12-3"
    assert folded_number("000") == "0"
    assert [folded_branch_number(each) for each in ("", "00", "０", "1", "０１", "12")] == [
        "",
        "",
        "",
        "01",
        "01",
        "12",
    ]
    assert folded_reading("しょうかい　ﾊﾟｰ・ヱ") == "シヨウカイパーエ"
    assert folded_reading("ヤマタ゛　ハ゜ﾀ ﾞ") == folded_reading("ヤマダ　パダ") == "ヤマダパダ"


@pytest.mark.parametrize(
    "written",
    [
        {"insurer_number": "138057"},
        {"insurer_number": "  138057"},
        {"symbol": "　見本 "},
        {"number": "０１２３４５６７"},
        {"branch_number": "1"},
        {"branch_number": "０１"},
        {"insurer_name": "見本市役所"},
        {"name": "改姓　太郎", "name_kana": "ｶｲｾｲ ﾀﾛｳ"},
        {"address": ""},
        {"person_id": "P1"},
        {"sex": Sex.FEMALE},
        {"valid_to": date(2027, 3, 31)},
    ],
)
def test_the_same_qualification_sent_again_however_written_is_the_same_record(written: dict[str, object]) -> None:
    assert record_id(a_record(**written)) == record_id(a_record())


@pytest.mark.parametrize(
    "different",
    [
        {"insurer_number": "00138058"},
        {"symbol": "見本2"},
        {"number": "1234568"},
        {"branch_number": "02"},
        {"birth_date": date(1950, 4, 2)},
        {"qualified_on": date(2021, 4, 1)},
    ],
)
def test_another_qualification_is_another_record(different: dict[str, object]) -> None:
    assert record_id(a_record(**different)) != record_id(a_record())


def test_a_new_qualification_date_is_another_record_of_the_same_person() -> None:
    renewed = a_record(qualified_on=date(2021, 4, 1))

    assert person_key(renewed) == person_key(a_record())


@pytest.mark.parametrize("branch_number", ["", "00", "０"])
def test_without_branch_number_twins_are_two_people(branch_number: str) -> None:
    one = a_record(branch_number=branch_number, name="照会　一", name_kana="ショウカイ ハジメ")
    twin = a_record(branch_number=branch_number, name="照会　二", name_kana="ショウカイ フタミ")
    sister = a_record(branch_number=branch_number, name="照会　一", name_kana="ショウカイ ハジメ", sex=Sex.FEMALE)

    assert len({record_id(one), record_id(twin), record_id(sister)}) == 3
    assert len({person_key(one), person_key(twin), person_key(sister)}) == 3


def test_without_branch_number_the_same_reading_written_differently_is_one_person() -> None:
    spellings = ["ｼｮｳｶｲ ﾀﾛｳ", "ショウカイ　タロウ", "シヨウカイタロウ", "しょうかい・たろう"]

    assert len({record_id(a_record(branch_number="", name_kana=kana)) for kana in spellings}) == 1


def test_without_branch_number_and_reading_the_name_tells_twins_apart() -> None:
    one, twin = (a_record(branch_number="", name_kana="", name=name) for name in ("照会　一", "照会　二"))

    assert record_id(one) != record_id(twin)


def test_a_person_id_joins_insurers_but_only_with_the_same_birth_date() -> None:
    one = a_record(person_id="P1")
    elsewhere = a_record(person_id="P1", insurer_number="06139999", number="9", name="改姓　太郎")
    stranger = a_record(person_id="P1", birth_date=date(1950, 4, 2))

    assert person_key(one) == person_key(elsewhere) != person_key(stranger)
    assert record_id(one) != record_id(elsewhere)


def test_alike_names_never_join_people() -> None:
    assert person_key(a_record(number="1")) != person_key(a_record(number="2"))


@given(st.tuples(texts, texts), st.tuples(texts, texts))
def test_no_field_runs_into_its_neighbour(one: tuple[str, str], other: tuple[str, str]) -> None:
    def of(parts: tuple[str, str]) -> Record:
        return a_record(symbol=parts[0], number=parts[1])

    same = qualification(of(one)) == qualification(of(other))
    assert (record_id(of(one)) == record_id(of(other))) == same


@given(digits, digits)
def test_numbers_compare_without_leading_zeros_and_in_any_width(number: str, other: str) -> None:
    full_width = number.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})

    assert folded_number(f"00{full_width}") == folded_number(number)
    assert (folded_number(number) == folded_number(other)) == (int(number) == int(other))


@given(texts)
def test_letters_and_their_marks_sent_apart_are_the_same(text: str) -> None:
    apart = unicodedata.ucd_3_2_0.normalize("NFD", text)

    assert folded_symbol(apart) == folded_symbol(text)
    assert folded_reading(apart) == folded_reading(text)


@given(texts)
def test_an_id_is_32_hexadecimal_digits_that_do_not_show_the_record(name: str) -> None:
    identity = record_id(a_record(branch_number="", name_kana="", name=name))

    assert len(identity) == 32
    assert set(identity) <= set("0123456789abcdef")
