"""How much a generation holds: as counted while it was written, and as counted from what is there."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """``insurers``: records by insurer number. ``name_keys``, ``kana_keys``: the keys by which they are found."""

    insurers: Mapping[str, int] = field(default_factory=dict)
    name_keys: int = 0
    kana_keys: int = 0

    @property
    def records(self) -> int:
        """All records."""
        return sum(self.insurers.values())

    def __str__(self) -> str:
        return f"{self.records} records, {self.name_keys} name keys and {self.kana_keys} kana keys"


def count_stored(connection: sqlite3.Connection) -> Stored:
    """Count what is there."""
    insurers = connection.execute("SELECT insurer_number, count(*) FROM record GROUP BY insurer_number")
    ((name_keys,),) = connection.execute("SELECT count(*) FROM name_key")
    ((kana_keys,),) = connection.execute("SELECT count(*) FROM kana_key")
    return Stored(insurers=dict(insurers), name_keys=name_keys, kana_keys=kana_keys)
