"""What an index says about itself, in ``_meta`` of its mapping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_BUILDING: Final = "building"
_COMPLETE: Final = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexMeta:
    """``insurers``: records by insurer number, empty until complete."""

    key_version: int
    complete: bool = False
    insurers: Mapping[str, int] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """All records."""
        return sum(self.insurers.values())

    def to_json(self) -> dict[str, Any]:
        """As kept in the mapping."""
        return {
            "key_version": self.key_version,
            "state": _COMPLETE if self.complete else _BUILDING,
            "insurers": dict(self.insurers),
        }


UNKNOWN: Final = IndexMeta(key_version=0)
"""Of an index that says nothing, or nothing that can be read: not complete, of no key version."""


def read_meta(value: object) -> IndexMeta:
    """Read ``_meta``; whatever is not wholly as written is :data:`UNKNOWN`."""
    match value:
        case {"key_version": int(key_version), "state": str(state), "insurers": dict(insurers)} if all(
            isinstance(count, int) for count in insurers.values()
        ):
            return IndexMeta(key_version=key_version, complete=state == _COMPLETE, insurers=insurers)
        case _:
            return UNKNOWN
