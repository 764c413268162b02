"""What is counted as odd in a record that is accepted."""

import pytest

from indexer.feed.row_schema import read_record
from indexer.feed.row_warnings import RowWarning, row_warnings
from indexer.insurer_check_digit import check_digit
from tests.indexer.feeds import right_row


@pytest.mark.parametrize("number", ["06130488", "01130012", "01040013", "33120015"])
def test_the_worked_examples_of_insurer_numbers_have_the_right_check_digit(number: str) -> None:
    assert check_digit(number[:-1]) == number[-1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"insurer_number": "06130489"}, {RowWarning.CHECK_DIGIT}),
        ({"address": ""}, {RowWarning.BLANK_ADDRESS}),
        ({"name": "●崎　太郎"}, {RowWarning.UNKNOWN_LETTER}),
        ({"valid_to": "20200331"}, {RowWarning.NEVER_IN_FORCE}),
        ({"disqualified_on": "20200401"}, {RowWarning.NEVER_IN_FORCE}),
        ({"valid_to": "20200401"}, set()),
    ],
)
def test_each_oddity_is_told_apart(changes: dict[str, str], expected: set[RowWarning]) -> None:
    row = {name: value for name, value in right_row(**changes).items() if value}
    assert set(row_warnings(read_record(row))) == expected
