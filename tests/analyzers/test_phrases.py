"""What was typed into 住所 and 保険者名, as the phrases that a record must contain."""

import pytest

from analyzers import address_key, address_phrases, contains, insurer_phrases

RECORD = address_key("東京都府中市見本町3丁目13番5号 見本ハイツ202")


@pytest.mark.parametrize(
    "typed",
    [
        "東京都府中市",
        "東京都　府中市 見本町",
        "〒183-0001 東京都府中市",
        "〒 183-0001　東京都府中市",
        "１８３－０００１　東京都府中市",
        "〒1830001東京都府中市",
        "見本町 3 丁目",
        "見本町　三　丁目",
        "見本町3 - 13 - 5",
        "見本町３　－　１３",
        "見本町3 ー 13 ー 5",
        "見本町 3 丁目 13 番 5 号",
        "見本ハイツ 202",
    ],
)
def test_an_address_is_found_however_its_parts_are_spaced(typed: str) -> None:
    assert all(contains(RECORD, phrase) for phrase in address_phrases(typed))


@pytest.mark.parametrize(
    "typed", ["東京都 調布市", "見本町 4 丁目", "見本町3 - 14", "京都府 府中市", "〒183-0001 調布市"]
)
def test_every_phrase_counts(typed: str) -> None:
    assert not all(contains(RECORD, phrase) for phrase in address_phrases(typed))


@pytest.mark.parametrize("typed", ["〒183-0001", "〒1830001 ", "・", "東京都 ・"])
def test_what_holds_nothing_to_compare_is_told_and_never_dropped(typed: str) -> None:
    assert "" in address_phrases(typed)


def test_a_number_that_looks_like_a_postal_code_alone_stays_a_number() -> None:
    assert address_phrases("183-0001") == ("183-0001",)


def test_an_insurers_phrases_are_parted_by_any_white_space() -> None:
    assert insurer_phrases("見本市　国保 東京\u00a0支部") == ("見本市", "国民健康保険", "東京", "支部")
