"""ヶ, ノ and ツ in place names: every way of writing them is one, leaving them out is another place."""

from itertools import combinations

import pytest

from analyzers import address_key, insurer_key, name_key

_WAYS = [("ヶケヵカがガ", "霞{}見"), ("のノ之", "山{}見"), ("ッツつっ", "四{}見")]


@pytest.mark.parametrize(("letters", "place"), _WAYS)
def test_every_way_of_writing_a_place_name_is_one(letters: str, place: str) -> None:
    for key in (address_key, insurer_key):
        assert len({key(place.format(letter)) for letter in letters}) == 1


@pytest.mark.parametrize(("letters", "place"), _WAYS)
def test_a_letter_left_out_is_another_place(letters: str, place: str) -> None:
    assert address_key(place.format(letters[0])) != address_key(place.format(""))


@pytest.mark.parametrize(("letters", "place"), _WAYS)
def test_persons_names_know_no_place_name_rule(letters: str, place: str) -> None:
    keys = {letter: name_key(place.format(letter)) for letter in letters}
    assert all(keys[one] != keys[other] for one, other in combinations(letters, 2))


@pytest.mark.parametrize("word", ["カノン坂", "アツギ例", "みのり町", "つつじ台", "ガケ例"])
def test_a_word_in_kana_stays_as_it_is(word: str) -> None:
    assert address_key(word) == word
