"""A phrase made only of words that fit thousands of insurers is told apart from one that narrows the search."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import is_generic_insurer_phrase
from tests.analyzers.cases import phrases
from tests.analyzers.hard_texts import any_text

_WORDS = (
    "国保",
    "国民健康保険",
    "健保",
    "健康保険",
    "健康保険組合",
    "共済",
    "共済組合",
    "組合",
    "広域連合",
    "後期高齢者医療",
)


@pytest.mark.parametrize("phrase", phrases("generic"))
def test_a_word_that_fits_thousands_is_generic(phrase: str) -> None:
    assert is_generic_insurer_phrase(phrase)


@pytest.mark.parametrize("phrase", phrases("specific"))
def test_a_word_that_narrows_the_search_is_not(phrase: str) -> None:
    assert not is_generic_insurer_phrase(phrase)


def test_generic_words_in_a_row_are_generic() -> None:
    assert [pair for pair in product(_WORDS, repeat=2) if not is_generic_insurer_phrase("".join(pair))] == []


@given(st.sampled_from(_WORDS), st.sampled_from(_WORDS), st.text("見本例東京", min_size=1, max_size=4))
def test_anything_more_makes_it_specific(before: str, after: str, more: str) -> None:
    assert not is_generic_insurer_phrase(more + after)
    assert not is_generic_insurer_phrase(before + more)
    assert not is_generic_insurer_phrase(before + more + after)


@given(any_text)
def test_every_text_gets_an_answer(text: str) -> None:
    assert is_generic_insurer_phrase(text) in {True, False}


@pytest.mark.parametrize("text", ["", "　", "㈱", "・"])
def test_what_can_not_be_compared_is_not_called_generic(text: str) -> None:
    assert not is_generic_insurer_phrase(text)
