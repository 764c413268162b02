"""保険者名: short names count as the long ones, and a branch always tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import contains, insurer_key
from analyzers.prefectures import PREFECTURES
from tests.analyzers.cases import params
from tests.analyzers.made_up import insurer_corpus
from tests.analyzers.spellings import decomposed, half_width, spaced, with_invisible_characters

_insurers = st.sampled_from(tuple(insurer_corpus()))


@pytest.mark.parametrize(("a", "b"), params("insurer_pairs.csv", "same"))
def test_spellings_of_one_insurer_have_one_key(a: str, b: str) -> None:
    assert insurer_key(a) == insurer_key(b)


@pytest.mark.parametrize(("a", "b"), params("insurer_pairs.csv", "different"))
def test_different_insurers_have_different_keys(a: str, b: str) -> None:
    assert insurer_key(a) != insurer_key(b)


@pytest.mark.parametrize(("record", "typed"), params("insurer_parts.csv", "found"))
def test_a_part_of_the_name_finds_the_insurer(record: str, typed: str) -> None:
    assert contains(insurer_key(record), insurer_key(typed))


@pytest.mark.parametrize(("record", "typed"), params("insurer_parts.csv", "not_found"))
def test_what_is_no_part_of_the_name_does_not_find_the_insurer(record: str, typed: str) -> None:
    assert not contains(insurer_key(record), insurer_key(typed))


def test_each_branch_is_found_by_its_own_name_only() -> None:
    branches = {place: f"全国健康保険協会{place}支部" for place in (p.rstrip("都府県") for p in PREFECTURES)}
    for typed in branches:
        found = {
            place
            for place, record in branches.items()
            if contains(insurer_key(record), insurer_key(f"協会けんぽ {typed}支部"))
        }
        assert found == {typed}


@given(_insurers.flatmap(lambda name: st.tuples(st.just(name), spaced(name), with_invisible_characters(name))))
def test_white_space_and_invisible_characters_make_no_difference(spellings: tuple[str, str, str]) -> None:
    assert len({insurer_key(text) for text in spellings}) == 1


@given(_insurers)
def test_width_and_how_marks_are_stored_make_no_difference(name: str) -> None:
    assert insurer_key(half_width(name)) == insurer_key(decomposed(name)) == insurer_key(name)
