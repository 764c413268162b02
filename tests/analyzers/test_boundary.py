"""The boundary after a leading prefecture: 京都府 is no part of 東京都府中市."""

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given

from analyzers import address_key, contains, insurer_key
from analyzers.partial import BOUNDARY
from analyzers.prefectures import PREFECTURES
from tests.analyzers.hard_texts import FIELDS

Key = Callable[[str], str]
_KEYS = pytest.mark.parametrize("key", [address_key, insurer_key])


def test_there_are_47_prefectures() -> None:
    assert len(set(PREFECTURES)) == 47
    assert {name[-1] for name in PREFECTURES} == set("都道府県")


def test_no_prefecture_is_the_beginning_of_another() -> None:
    assert [pair for pair in permutations(PREFECTURES, 2) if pair[0].startswith(pair[1])] == []


@_KEYS
@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_every_prefecture_that_leads_has_a_boundary(key: Key, prefecture: str) -> None:
    assert key(f"{prefecture}見本市") == f"{prefecture}{BOUNDARY}見本市"


@_KEYS
@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_a_phrase_crosses_the_boundary_only_from_the_first_token(key: Key, prefecture: str) -> None:
    record = key(f"{prefecture}見本市")
    assert contains(record, key(f"{prefecture}見"))
    assert contains(record, key("見本"))
    assert contains(record, key(prefecture))
    assert not contains(record, key(f"{prefecture[1:]}見"))
    assert not contains(record, key(f"{prefecture[-1]}見本市"))


@_KEYS
@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_a_prefecture_alone_or_further_back_has_none(key: Key, prefecture: str) -> None:
    assert key(prefecture) == prefecture
    assert BOUNDARY not in key(f"見本{prefecture}支部")


@_KEYS
def test_a_typed_bar_is_no_boundary(key: Key) -> None:
    assert key("見本|市") == key("見本｜市") == "見本市"


@given(FIELDS["address"].texts())
def test_a_key_of_an_address_has_at_most_the_one_boundary(text: str) -> None:
    _only_after_a_prefecture(address_key(text))


@given(FIELDS["insurer"].texts())
def test_a_key_of_an_insurer_has_at_most_the_one_boundary(text: str) -> None:
    _only_after_a_prefecture(insurer_key(text))


def _only_after_a_prefecture(key: str) -> None:
    before, boundary, after = key.partition(BOUNDARY)
    assert BOUNDARY not in after
    assert not boundary or (before in PREFECTURES and after)
