"""What a backup holds: every table but those of a moment."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Table

from app.state.models import Base

_OF_A_MOMENT: Final = frozenset({"login_session", "stored_search"})
"""Log-ins and searches: after a restore everybody logs in again, and no sealed condition rests in a backup."""


def all_tables() -> Sequence[Table]:
    """Every table, those that others refer to first."""
    return Base.metadata.sorted_tables


def kept_tables() -> Sequence[Table]:
    """The tables that a backup holds, those that others refer to first."""
    return [table for table in all_tables() if table.name not in _OF_A_MOMENT]
