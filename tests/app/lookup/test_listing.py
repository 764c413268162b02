from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lookup.listing import head, list_row
from engine.answer import Row, Standing, Validity
from engine.record import IndexedRecord, Record, Sex
from tests.app.records import TARO_IN_ADACHI


def row(record: Record, standing: Standing, validity: Validity) -> Row:
    return Row(IndexedRecord("record", "person", record), standing, validity)


def test_a_row_shows_the_manual_s_columns() -> None:
    shown = list_row(row(TARO_IN_ADACHI, Standing.IN_FORCE, Validity.VALID), "handle")
    assert (shown.name, shown.birth_date, shown.sex, shown.insurer_name) == (
        "新橋　太郎",
        "昭和29年3月26日",
        "男",
        "北海道新聞社健康保険組合",
    )
    assert shown.address_head == "東京都足立区皇居裏1"
    assert shown.handle == "handle"


@pytest.mark.parametrize(
    ("standing", "validity", "words", "starts_later"),
    [
        (Standing.IN_FORCE, Validity.VALID, "有効", False),
        (Standing.LAPSED, Validity.INVALID, "無効", False),
        (Standing.LAPSED, Validity.INVALID_NEWER, "無効（新しい資格あり）", False),
        (Standing.STARTS_LATER, Validity.INVALID, "無効", True),
    ],
)
def test_a_row_tells_whether_the_record_is_in_force(
    standing: Standing, validity: Validity, words: str, *, starts_later: bool
) -> None:
    shown = list_row(row(TARO_IN_ADACHI, standing, validity), "handle")
    assert (shown.validity, shown.in_force, shown.starts_later) == (
        words,
        standing is Standing.IN_FORCE,
        starts_later,
    )


def test_a_row_whose_dates_contradict_is_not_said_to_start_later() -> None:
    record = replace(TARO_IN_ADACHI, valid_from=date(2026, 4, 1), valid_to=date(2026, 3, 31))
    shown = list_row(row(record, Standing.STARTS_LATER, Validity.INVALID), "handle")
    assert (shown.validity, shown.starts_later) == ("無効", False)


@pytest.mark.parametrize(("sex", "words"), [(Sex.MALE, "男"), (Sex.FEMALE, "女"), (Sex.NOT_SET, "未設定")])
def test_a_row_tells_the_sex_in_words(sex: Sex, words: str) -> None:
    record = replace(TARO_IN_ADACHI, sex=sex, birth_date=date(1989, 1, 8))
    shown = list_row(row(record, Standing.IN_FORCE, Validity.VALID), "handle")
    assert (shown.sex, shown.birth_date) == (words, "平成元年1月8日")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ""),
        ("東京都港区", "東京都港区"),
        ("東京都港区新橋一丁目", "東京都港区新橋一丁目"),
        ("東京都港区新橋一丁目二番", "東京都港区新橋一丁目"),
        # one character with its variation selector, one outside the basic plane, one with a combining mark
        ("東京都葛\U000e0100飾区\U00020bb7か\u3099丘二三", "東京都葛\U000e0100飾区\U00020bb7か\u3099丘二"),
    ],
)
def test_the_address_is_shown_up_to_its_tenth_character(address: str, shown: str) -> None:
    assert head(address, 10) == shown


@given(st.text(max_size=40))
def test_a_head_is_a_beginning_of_the_text_and_short_texts_are_whole(text: str) -> None:
    shown = head(text, 10)
    assert text.startswith(shown)
    assert len(shown) >= min(len(text), 10)
    assert head(shown, 10) == shown
