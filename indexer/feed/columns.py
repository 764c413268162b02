"""The feed's columns, by name and in order."""

from engine.record import FIELDS

COLUMNS: tuple[str, ...] = FIELDS
"""Every column of a full feed, in the order in which files are written; delta files add ``operation``."""

REQUIRED: frozenset[str] = frozenset(
    {
        "insurer_number",
        "insurer_name",
        "number",
        "name",
        "sex",
        "birth_date",
        "certificate_class",
        "valid_from",
    }
)
"""The columns that no row may leave blank."""
