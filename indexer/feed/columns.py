"""The feed's columns, by name and in order."""

from engine.record import FIELDS, REQUIRED_FIELDS

COLUMNS: tuple[str, ...] = FIELDS
"""Every column of a full feed, in the order in which files are written; delta files add ``operation``."""

REQUIRED: frozenset[str] = REQUIRED_FIELDS - {"qualified_on"}
"""The columns that no row may leave blank; a blank 資格取得日 is the 有効開始日."""
