"""氏名（カナ）: the Digital Agency's comparison rules and nothing wider."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kana_key
from tests.analyzers.cases import params
from tests.analyzers.made_up import readings
from tests.analyzers.spellings import (
    decomposed,
    half_width,
    hiragana,
    spaced,
    spacing_marks,
    with_invisible_characters,
)

_LARGE = str.maketrans("ァィゥェォッャュョヮヲ", "アイウエオツヤユヨワオ")


@pytest.mark.parametrize(("a", "b"), params("kana_pairs.csv", "same"))
def test_spellings_of_one_reading_have_one_key(a: str, b: str) -> None:
    assert kana_key(a) == kana_key(b)


@pytest.mark.parametrize(("a", "b"), params("kana_pairs.csv", "different"))
def test_different_readings_have_different_keys(a: str, b: str) -> None:
    assert kana_key(a) != kana_key(b)


@given(readings)
def test_width_script_and_how_marks_are_stored_make_no_difference(reading: str) -> None:
    key = kana_key(reading)
    for other in (half_width, hiragana, decomposed, spacing_marks):
        assert kana_key(other(reading)) == key, other.__name__


@given(readings.flatmap(lambda reading: st.tuples(st.just(reading), spaced(half_width(reading)))))
def test_white_space_makes_no_difference(reading_and_spaced: tuple[str, str]) -> None:
    reading, other = reading_and_spaced
    assert kana_key(other) == kana_key(reading)


@given(readings.flatmap(lambda reading: st.tuples(st.just(reading), with_invisible_characters(reading))))
def test_invisible_characters_make_no_difference(reading_and_other: tuple[str, str]) -> None:
    reading, other = reading_and_other
    assert kana_key(other) == kana_key(reading)


@given(readings, readings)
def test_readings_have_one_key_only_if_their_large_modern_kana_are_the_same(one: str, other: str) -> None:
    assert (kana_key(one) == kana_key(other)) == (one.translate(_LARGE) == other.translate(_LARGE))


@given(readings)
def test_the_key_of_a_reading_is_its_large_modern_kana(reading: str) -> None:
    assert kana_key(reading) == reading.translate(_LARGE)
