"""Hashes that must be made again in years: every value here is for ever."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.hashes import (
    birth_date_hash,
    condition_hashes,
    fact_hashes,
    frozen_fold,
    keyed_hash,
    person_hash,
    record_hash,
)
from engine.query import Conditions
from engine.record import Sex
from tests.app.audit.chains import NEW_KEY, OLD_KEY

USES = ["name", "name_kana", "birth_date", "sex", "address", "insurer_name", "as_of", "person", "record"]
TYPED = Conditions(
    name="新橋　太郎",
    name_kana="ｼﾝﾊﾞｼ ﾀﾛｳ",
    birth_date=date(1954, 3, 26),
    sex=Sex.MALE,
    address="東京都",
    as_of=date(2025, 11, 12),
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("新橋　太郎", "新橋太郎"),
        ("新橋太郎", "新橋太郎"),
        ("ｼﾝﾊﾞｼ ﾀﾛｳ", "シンバシタロウ"),
        ("しんばし　たろう", "シンバシタロウ"),
        ("シンハ゛シ", "シンバシ"),
        ("シンハ ゛シ", "シンバシ"),
        ("シンバシ", "シンバシ"),
        ("パーク・ジョン", "パクジョン"),
        ("ﾊﾟｰｸ･ｼﾞｮﾝ", "パクジョン"),
        ("Ｐａｒｋ　ＪＯＨＮ", "PARKJOHN"),
        ("José", "JOSÉ"),
        ("JOSÉ", "JOSÉ"),
        ("辻󠄀", "辻"),
        ("神", "神"),
        ("髙橋", "髙橋"),
        ("高橋", "高橋"),
        ("東京都港区２－３", "東京都港区23"),
        ("", ""),
        ("　", ""),
    ],
)
def test_the_fold_is_frozen(typed: str, folded: str) -> None:
    assert frozen_fold(typed) == folded


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_the_fold_folds_what_it_folded_no_further(text: str) -> None:
    folded = frozen_fold(text)
    assert "".join(folded.split()) == folded


kana = st.text(st.sampled_from("アイウガザパンッャヴ"), min_size=1)


@given(kana)
def test_hiragana_and_katakana_are_the_same(text: str) -> None:
    hiragana = "".join(chr(ord(letter) - 0x60) for letter in text)
    assert frozen_fold(hiragana) == frozen_fold(text) == text


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_full_width_and_half_width_are_the_same(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in text)
    assert frozen_fold(wide) == frozen_fold(text)


def test_the_hashes_are_frozen() -> None:
    assert keyed_hash("name", "新橋太郎", NEW_KEY) == "5f215e28614909053ea4da86c8c8997b4baf97605b8e26d40b1e6694332f1799"
    assert person_hash(TYPED, NEW_KEY) == "77f48f679611048ee597a6c842b66be253bca3249aec09f752dba46f0f6fc842"
    assert record_hash("r1", NEW_KEY) == "f2bbfbb5755cb8c5261c763540b60b8247145769f924a269f552b7720f0cc18f"


@given(st.text(max_size=10))
def test_one_value_has_another_hash_for_every_use_and_key(value: str) -> None:
    hashes = {keyed_hash(use, value, key) for use in USES for key in (NEW_KEY, OLD_KEY)}
    assert len(hashes) == 2 * len(USES)


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_a_use_never_runs_into_its_value(use: str, value: str, other_use: str, other_value: str) -> None:
    same = keyed_hash(use, value, NEW_KEY) == keyed_hash(other_use, other_value, NEW_KEY)
    assert same == ((use, value) == (other_use, other_value))


def test_only_conditions_that_were_typed_have_a_hash() -> None:
    assert set(condition_hashes(TYPED, NEW_KEY)) == {"name", "name_kana", "birth_date", "sex", "address", "as_of"}


def test_who_knows_the_facts_makes_the_same_hashes() -> None:
    hashes = condition_hashes(TYPED, NEW_KEY)
    asked = fact_hashes({"name": "新橋太郎", "name_kana": "しんばし たろう"}, NEW_KEY)
    assert asked == {"name": hashes["name"], "name_kana": hashes["name_kana"]}
    assert birth_date_hash(date(1954, 3, 26), NEW_KEY) == hashes["birth_date"]


def test_sex_is_not_told_apart_by_counting_three_values() -> None:
    other_day = Conditions(name="x", birth_date=date(1960, 1, 1), sex=Sex.MALE, as_of=date(2025, 11, 12))
    assert condition_hashes(TYPED, NEW_KEY)["sex"] != condition_hashes(other_day, NEW_KEY)["sex"]


def test_the_same_person_is_the_same_whatever_else_was_typed() -> None:
    again = Conditions(name="新橋太郎", birth_date=date(1954, 3, 26), sex=Sex.MALE, as_of=date(2025, 1, 1))
    assert person_hash(again, NEW_KEY) == person_hash(TYPED, NEW_KEY)


def test_no_fact_is_in_any_hash_text() -> None:
    for value in condition_hashes(TYPED, NEW_KEY).values():
        assert len(value) == 64
        int(value, 16)
