"""Addresses, post codes and the table of places."""

import re

from indexer.sample.places import places, prefectures
from indexer.sample.rows import Row


def test_post_codes_are_seven_digits_with_a_hyphen(rows: list[Row]) -> None:
    assert all(re.fullmatch(r"(\d{3}-\d{4})?", row.postal_code) for row in rows)


def test_about_one_address_in_ten_is_not_sent_nor_its_post_code(rows: list[Row]) -> None:
    blank = [row for row in rows if not row.address]
    assert 0.08 < len(blank) / len(rows) < 0.12
    assert not any(row.postal_code for row in blank)


def test_some_addresses_are_a_prefecture_alone(rows: list[Row]) -> None:
    names = {prefecture.name for prefecture in prefectures()}
    assert 0.01 < sum(row.address in names for row in rows) / len(rows) < 0.05


def test_a_post_code_belongs_to_the_town_of_its_address(rows: list[Row]) -> None:
    towns = {place.postal_code: place for place in places()}
    for row in rows[4:]:
        if row.postal_code:
            place = towns[row.postal_code]
            assert place.city in row.address
            assert place.town in row.address


def test_addresses_are_spelled_in_many_ways(rows: list[Row]) -> None:
    addresses = [row.address for row in rows]
    for way in (r"[一二三四五六]丁目", r"\d丁目", r"[０-９]丁目", r"\d-\d+-\d", r"番地", r"大字", r"号室", r"－"):
        assert any(re.search(way, address) for address in addresses), way


def test_places_cover_every_prefecture_and_post_codes_are_not_repeated() -> None:
    assert {place.prefecture for place in places()} == {prefecture.name for prefecture in prefectures()}
    assert [prefecture.code for prefecture in prefectures()] == [f"{code:02d}" for code in range(1, 48)]
    assert len({place.postal_code for place in places()}) == len(places())
