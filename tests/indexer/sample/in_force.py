"""The rule of the look-up for a record in force, over rows as written."""

from datetime import date

from indexer.sample.rows import Row


def compact(day: date) -> str:
    return f"{day:%Y%m%d}"


def in_force(row: Row, day: str) -> bool:
    """Whether the row is in force on the day (YYYYMMDD)."""
    return (
        row.qualified_on <= day
        and row.valid_from <= day
        and (not row.valid_to or row.valid_to >= day)
        and (not row.disqualified_on or row.disqualified_on > day)
    )
