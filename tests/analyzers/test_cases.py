"""The written cases are well-formed, so that none of them passes for nothing."""

from collections import Counter

import pytest

from tests.analyzers.cases import PAIR_FILES, PART_FILES, cases, phrases


@pytest.mark.parametrize("file", PAIR_FILES)
def test_a_pair_is_of_two_different_texts(file: str) -> None:
    assert [case for case in cases(file) if case.first == case.second] == []


@pytest.mark.parametrize("file", [*PAIR_FILES, *PART_FILES])
def test_no_case_stands_twice(file: str) -> None:
    counted = Counter((case.first, case.second) for case in cases(file))
    assert [pair for pair, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("files", "expectations"), [(PAIR_FILES, {"same", "different"}), (PART_FILES, {"found", "not_found"})]
)
def test_every_file_holds_both_expectations_and_no_other(files: tuple[str, ...], expectations: set[str]) -> None:
    for file in files:
        assert {case.expected for case in cases(file)} == expectations


def test_generic_and_specific_phrases_are_apart() -> None:
    generic, specific = phrases("generic"), phrases("specific")
    assert generic
    assert specific
    assert set(generic).isdisjoint(specific)
