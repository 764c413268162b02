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
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet
from marshmallow import Schema, ValidationError, fields, post_load, validate

from app.durable_folder import sync_folder
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


_OF_A_MOMENT: Final = frozenset({Purpose.SESSION, Purpose.SEARCHES})
"""Purposes whose keys seal or sign nothing that outlives a log-in."""

KeyRing = Mapping[Purpose, tuple[Key, ...]]
"""All keys by purpose, newest first; every purpose has at least one."""


def create_key_file(path: Path, now: datetime) -> None:
    """Make a key file with one new key for each purpose, whole or not at all.

    Raises :class:`KeyFileError` if something is there already, or if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _draft(path, {purpose: (_new_key(now),) for purpose in Purpose}) as draft:
            _link(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None


def _link(draft: Path, path: Path) -> None:
    """Unlike a rename, it never replaces a file."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise KeyFileError(f"{path} exists already; it is never overwritten") from None


def rotate_keys(path: Path, purposes: Collection[Purpose], now: datetime) -> KeyRing:
    """Put a new key before those of each purpose, and give the whole ring. The older ones stay, to open with.

    Raises :class:`KeyFileError`.
    """
    ring = {
        purpose: (_new_key(now), *keys) if purpose in purposes else keys
        for purpose, keys in read_key_file(path).items()
    }
    _replace(path, ring)
    return ring


def retire_key(path: Path, key_id: str) -> Purpose:
    """Take an older key out for good, and give its purpose: what it once sealed or signed counts no more.

    Raises :class:`KeyFileError` for a key that is in use, or that something lasting was sealed or signed with.
    """
    ring = read_key_file(path)
    purpose = next((purpose for purpose, keys in ring.items() if any(key.id == key_id for key in keys)), None)
    if purpose is None:
        raise KeyFileError(f"there is no key {key_id}; see: shikaku keys list")
    if purpose not in _OF_A_MOMENT:
        raise KeyFileError(f"a key for {purpose.value} is never retired: what it sealed or signed must stay readable")
    if ring[purpose][0].id == key_id:
        raise KeyFileError(f"the key {key_id} is in use; rotate first: shikaku keys rotate")
    _replace(path, {**ring, purpose: tuple(key for key in ring[purpose] if key.id != key_id)})
    return purpose


def _new_key(now: datetime) -> Key:
    return Key(id=secrets.token_hex(8), key=Fernet.generate_key().decode("ascii"), created=now)


def _replace(path: Path, ring: KeyRing) -> None:
    """Whole or not at all, with the owner that the file has, and on the disk before a new key seals anything."""
    try:
        owner = path.stat()
        with _draft(path, ring) as draft:
            if os.geteuid() == 0:
                os.chown(draft, owner.st_uid, owner.st_gid)
            draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> KeyFileError:
    return KeyFileError(f"the key file {path} cannot be written ({error.strerror})")


@contextmanager
def _draft(path: Path, ring: KeyRing) -> Iterator[Path]:
    """The ring in a file of its own beside ``path``, on the disk; gone afterwards unless it took the place."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    written = {purpose.value: [_written(key) for key in keys] for purpose, keys in ring.items()}
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(written, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _written(key: Key) -> dict[str, str]:
    return {"id": key.id, "key": key.key, "created": key.created.isoformat()}


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
