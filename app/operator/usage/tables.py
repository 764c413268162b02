"""All tables of 利用状況, in the order of their links."""

from collections.abc import Mapping
from typing import Final

from app.operator.usage.look_ups import ACCOUNTS, DAYS, HOURS, INSTITUTIONS, OUTCOMES
from app.operator.usage.near import NEAR_LIMITS
from app.operator.usage.refused import REFUSED_ATTEMPTS
from app.operator.usage.repeated import REPEATED_ACROSS, REPEATED_BY_ACCOUNT
from app.operator.usage.table import Table
from app.operator.usage.unopened import UNOPENED

_IN_ORDER: Final[tuple[Table, ...]] = (
    INSTITUTIONS,
    ACCOUNTS,
    HOURS,
    DAYS,
    OUTCOMES,
    UNOPENED,
    REPEATED_BY_ACCOUNT,
    REPEATED_ACROSS,
    REFUSED_ATTEMPTS,
    NEAR_LIMITS,
)

TABLES: Final[Mapping[str, Table]] = {table.heading.name: table for table in _IN_ORDER}
"""By the name in the address."""
