"""Records whose own dates contradict each other. Pure."""

from engine.answer import first_day, last_day
from engine.record import Record


def dates_contradict(record: Record) -> bool:
    """Whether the record ends before it begins; it is in force on no day then, and has no last day to tell."""
    return first_day(record) > last_day(record)
