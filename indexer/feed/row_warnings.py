"""What is odd about a record that is accepted all the same: counted for the report, never a reason to reject."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from engine.answer import first_day, last_day
from engine.identity import insurer_digits
from engine.record import Record
from indexer.insurer_check_digit import check_digit

_UNKNOWN_LETTERS: Final = frozenset("●〓■\ufffd")


class RowWarning(StrEnum):
    """The kinds of oddity."""

    CHECK_DIGIT = "insurer number with a wrong check digit"
    BLANK_ADDRESS = "blank address"
    UNKNOWN_LETTER = "name with a letter the insurer could not send (●)"
    NEVER_IN_FORCE = "dates that contradict: never in force"


def row_warnings(record: Record) -> Iterator[RowWarning]:
    """Everything odd about the record."""
    number = insurer_digits(record.insurer_number)
    if check_digit(number[:-1]) != number[-1]:
        yield RowWarning.CHECK_DIGIT
    if not record.address:
        yield RowWarning.BLANK_ADDRESS
    if not _UNKNOWN_LETTERS.isdisjoint(record.name):
        yield RowWarning.UNKNOWN_LETTER
    if first_day(record) > last_day(record):
        yield RowWarning.NEVER_IN_FORCE
