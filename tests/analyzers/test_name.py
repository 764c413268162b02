"""氏名: the same name written differently has one key, a different letter another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import name_key
from tests.analyzers.cases import params
from tests.analyzers.made_up import names
from tests.analyzers.spellings import decomposed, spaced, spacing_marks, with_invisible_characters


@pytest.mark.parametrize(("a", "b"), params("name_pairs.csv", "same"))
def test_spellings_of_one_name_have_one_key(a: str, b: str) -> None:
    assert name_key(a) == name_key(b)


@pytest.mark.parametrize(("a", "b"), params("name_pairs.csv", "different"))
def test_different_names_have_different_keys(a: str, b: str) -> None:
    assert name_key(a) != name_key(b)


@given(names.flatmap(lambda name: st.tuples(st.just(name), spaced(name))))
def test_white_space_makes_no_difference(name_and_spaced: tuple[str, str]) -> None:
    name, other = name_and_spaced
    assert name_key(other) == name_key(name)


@given(names.flatmap(lambda name: st.tuples(st.just(name), with_invisible_characters(name))))
def test_selectors_and_invisible_characters_make_no_difference(name_and_other: tuple[str, str]) -> None:
    name, other = name_and_other
    assert name_key(other) == name_key(name)


@given(names)
def test_how_voiced_marks_are_stored_makes_no_difference(name: str) -> None:
    assert name_key(decomposed(name)) == name_key(name)
    assert name_key(spacing_marks(name)) == name_key(name)


@given(names, names)
def test_names_of_letters_only_have_one_key_only_if_they_are_one(one: str, other: str) -> None:
    assert (name_key(one) == name_key(other)) == (one == other)


@pytest.mark.parametrize("text", ["", " ", "　", "・", "\u200b", "---", "゛"])
def test_what_holds_no_letter_has_an_empty_key(text: str) -> None:
    assert name_key(text) == ""
