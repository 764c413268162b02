"""What is odd about a record that is accepted all the same: counted for the report, never a reason to reject."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import cycle
from typing import Final

from engine.answer import first_day, last_day
from engine.identity import insurer_digits
from engine.record import Record

_UNKNOWN_LETTERS: Final = frozenset("●〓■\ufffd")


class Doubt(StrEnum):
    """The kinds of oddity."""

    CHECK_DIGIT = "insurer number with a wrong check digit"
    BLANK_ADDRESS = "blank address"
    UNKNOWN_LETTER = "name with a letter the insurer could not send (●)"
    NEVER_IN_FORCE = "dates that contradict: never in force"


def doubts(record: Record) -> Iterator[Doubt]:
    """Everything odd about the record."""
    if not has_right_check_digit(insurer_digits(record.insurer_number)):
        yield Doubt.CHECK_DIGIT
    if not record.address:
        yield Doubt.BLANK_ADDRESS
    if not _UNKNOWN_LETTERS.isdisjoint(record.name):
        yield Doubt.UNKNOWN_LETTER
    if first_day(record) > last_day(record):
        yield Doubt.NEVER_IN_FORCE


def has_right_check_digit(insurer_number: str) -> bool:
    """Whether the last digit of a 保険者番号 is Luhn's over those before it."""
    *digits, check = map(int, insurer_number)
    weighted = (digit * weight for digit, weight in zip(reversed(digits), cycle((2, 1)), strict=False))
    return (10 - sum(product // 10 + product % 10 for product in weighted) % 10) % 10 == check
