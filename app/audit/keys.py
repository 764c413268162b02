"""The keys of the audit trail, each for one use, derived from those in the key file."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from app.keys import Key


@dataclass(frozen=True, slots=True)
class AuditKey:
    """``chain`` links events, ``hashes`` hides conditions and ids, ``checkpoints`` signs checkpoints."""

    id: str
    chain: bytes = field(repr=False)
    hashes: bytes = field(repr=False)
    checkpoints: bytes = field(repr=False)

    @classmethod
    def of(cls, key: Key) -> Self:
        """Derive the three, so that what one signs never passes as another's."""
        return cls(key.id, *(_derived(key.key, use) for use in ("chain", "hashes", "checkpoints")))


@dataclass(frozen=True, slots=True)
class AuditKeys:
    """All audit keys, newest first. The newest one writes, all of them read: none is ever thrown away."""

    keys: tuple[AuditKey, ...]

    @classmethod
    def of(cls, keys: Sequence[Key]) -> Self:
        """From the key file's."""
        return cls(tuple(map(AuditKey.of, keys)))

    @property
    def newest(self) -> AuditKey:
        """The one that writes."""
        return self.keys[0]

    def find(self, key_id: str) -> AuditKey | None:
        """The key of an id; ``None`` if it is not ours."""
        return next((key for key in self.keys if key.id == key_id), None)


def _derived(key: str, use: str) -> bytes:
    return hmac.digest(key.encode("ascii"), f"shikaku audit {use}".encode("ascii"), hashlib.sha256)
