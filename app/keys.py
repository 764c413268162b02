"""The key file: JSON, readable by its owner alone, apart from the database and its backups.

``{"session": [{"id": …, "key": …, "created": …}, …], "searches": […], …}``, the newest key of a purpose first:
that one seals and signs, the older ones still open what they once sealed. A command makes the file before workers
start.
"""

import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.service_error import ServiceError


class KeyFileError(ServiceError):
    """The key file is missing, unreadable, open to others, or not a key file."""


class Purpose(StrEnum):
    """What a key is for. No key serves two purposes."""

    SESSION = "session"
    SEARCHES = "searches"
    AUDIT = "audit"
    MEMO = "memo"
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True, slots=True)
class Key:
    """32 random bytes in URL-safe base64, which is the form Fernet takes."""

    id: str
    key: str = field(repr=False)
    created: datetime


KeyRing = Mapping[Purpose, tuple[Key, ...]]
"""All keys by purpose, newest first; every purpose has at least one."""


def create_key_file(path: Path, now: datetime) -> None:
    """Make a key file with one new key for each purpose, whole or not at all.

    Raises :class:`KeyFileError` if something is there already.
    """
    ring = {
        purpose.value: [
            {
                "id": secrets.token_hex(8),
                "key": Fernet.generate_key().decode("ascii"),
                "created": now.isoformat(),
            }
        ]
        for purpose in Purpose
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(ring, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, it never replaces a file
    except FileExistsError:
        raise KeyFileError(f"{path} exists already; it is never overwritten") from None
    finally:
        Path(draft).unlink()


def read_key_file(path: Path) -> KeyRing:
    """Read the keys.

    Raises :class:`KeyFileError`.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyFileError(f"there is no key file {path}; make it with: shikaku keys create") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"the key file {path} cannot be read; its owner must be the service's user") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(f"the key file {path} is open to others; allow its owner alone: chmod 600")
    try:
        ring: KeyRing = _RING.loads(text)
    except (ValidationError, ValueError):
        raise KeyFileError(f"{path} is not a whole key file; restore it from its backup") from None
    return ring


def _is_fernet_key(text: str) -> None:
    try:
        Fernet(text)
    except ValueError:
        raise ValidationError("not a key") from None


class _KeySchema(Schema):
    id = fields.String(required=True)
    key = fields.String(required=True, validate=_is_fernet_key)
    created = fields.AwareDateTime(required=True)

    @post_load
    def make(self, values: dict[str, Any], **_: object) -> Key:
        return Key(**values)


class _RingSchema(Schema):
    @post_load
    def make(self, values: dict[str, list[Key]], **_: object) -> KeyRing:
        return {Purpose(name): tuple(keys) for name, keys in values.items()}


_RING: Schema = _RingSchema.from_dict(
    {
        purpose.value: fields.List(fields.Nested(_KeySchema), required=True, validate=validate.Length(min=1))
        for purpose in Purpose
    },
    name="KeyRing",
)()
