"""What is counted as odd in a record that is accepted."""

import pytest

from indexer.feed.doubts import Doubt, doubts, has_right_check_digit
from indexer.feed.row_schema import read_record
from tests.indexer.feeds import right_row


@pytest.mark.parametrize("number", ["06130488", "01130012", "01040013", "33120015"])
def test_the_worked_examples_of_insurer_numbers_have_the_right_check_digit(number: str) -> None:
    assert has_right_check_digit(number)
    assert not any(has_right_check_digit(number[:-1] + str((int(number[-1]) + step) % 10)) for step in range(1, 10))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"insurer_number": "06130489"}, {Doubt.CHECK_DIGIT}),
        ({"address": ""}, {Doubt.BLANK_ADDRESS}),
        ({"name": "●崎　太郎"}, {Doubt.UNKNOWN_LETTER}),
        ({"valid_to": "20200331"}, {Doubt.NEVER_IN_FORCE}),
        ({"disqualified_on": "20200401"}, {Doubt.NEVER_IN_FORCE}),
        ({"valid_to": "20200401"}, set()),
    ],
)
def test_each_oddity_is_told_apart(changes: dict[str, str], expected: set[Doubt]) -> None:
    row = {name: value for name, value in right_row(**changes).items() if value}
    assert set(doubts(read_record(row))) == expected
