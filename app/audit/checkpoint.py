"""Checkpoints: how far the trail had come, signed, in a file apart from the database.

Whoever cuts the end of the trail off cannot make a checkpoint that agrees. The file holds the latest one; copies are
for safe keeping elsewhere.
"""

import fcntl
import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from marshmallow import Schema, ValidationError, fields, post_load

from app.audit.chain import Head
from app.audit.event import canonical
from app.audit.keys import AuditKeys
from app.durable_folder import sync_folder
from app.service_error import ServiceError


class CheckpointError(ServiceError):
    """A checkpoint that cannot be read, or that none of our keys signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """``sequence`` and ``mac``: the last event then. ``restores``: how often the trail had been restored by then."""

    sequence: int
    mac: str
    at: datetime
    restores: int
    key_id: str
    signature: str = ""

    @property
    def head(self) -> Head:
        """The last link then."""
        return Head(self.sequence, self.mac)


def take_checkpoint(head: Head, at: datetime, restores: int, keys: AuditKeys) -> Checkpoint:
    """Sign how far the trail has come."""
    unsigned = Checkpoint(sequence=head.sequence, mac=head.mac, at=at, restores=restores, key_id=keys.newest.id)
    return replace(unsigned, signature=_signature(unsigned, keys.newest.checkpoints))


def read_checkpoint(path: Path, keys: AuditKeys) -> Checkpoint | None:
    """The checkpoint in a file; ``None`` if there is no file.

    Raises :class:`CheckpointError`.
    """
    try:
        checkpoint: Checkpoint = _SCHEMA.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CheckpointError(f"the checkpoint {path} cannot be read ({error.strerror})") from None
    except (ValueError, ValidationError):
        raise CheckpointError(f"{path} is not a checkpoint") from None
    key = keys.find(checkpoint.key_id)
    unsigned = replace(checkpoint, signature="")
    if key is None or not _equal(_signature(unsigned, key.checkpoints), checkpoint.signature):
        raise CheckpointError(f"the checkpoint {path} was signed by none of the audit keys in the key file")
    return checkpoint


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Replace the file's checkpoint, whole and durably; an older one never replaces a newer one.

    Raises :class:`CheckpointError`.
    """
    try:
        with _alone(path):
            present = read_unproved(path)
            if present is None or _age(present) <= _age(checkpoint):
                _replace(path, checkpoint)
    except OSError as error:
        raise _unwritable(path, error) from error


def copy_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint for safe keeping, whatever is in its place.

    Raises :class:`CheckpointError`.
    """
    try:
        _replace(path, checkpoint)
    except OSError as error:
        raise _unwritable(path, error) from error


def require_place(path: Path) -> None:
    """Find out whether a checkpoint could be written to a file.

    Raises :class:`CheckpointError`.
    """
    try:
        with _alone(path), tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _unwritable(path, error) from error


def read_unproved(path: Path) -> Checkpoint | None:
    """What a file says, whoever wrote it; ``None`` if it says nothing."""
    try:
        found: Checkpoint = _SCHEMA.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ValidationError):
        return None
    return found


def _age(checkpoint: Checkpoint) -> tuple[int, int]:
    return checkpoint.restores, checkpoint.sequence


def _unwritable(path: Path, error: OSError) -> CheckpointError:
    return CheckpointError(
        f"the checkpoint {path} cannot be written ({error.strerror}); see SHIKAKU_AUDIT_CHECKPOINT_FILE"
    )


def _replace(path: Path, checkpoint: Checkpoint) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".checkpoint-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            _give_to_owner_of(path.parent, descriptor)
            json.dump({**asdict(checkpoint), "at": checkpoint.at.isoformat()}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
        sync_folder(path.parent)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _give_to_owner_of(folder: Path, descriptor: int) -> None:
    """What root makes must not keep the service, whose folder it is, from reading and replacing it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Worker processes take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _give_to_owner_of(path.parent, lock)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _signature(unsigned: Checkpoint, key: bytes) -> str:
    values = {**asdict(unsigned), "at": unsigned.at.isoformat()}
    return hmac.new(key, canonical(values).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _equal(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode("ascii"), given.encode("utf-8", "surrogatepass"))


class _CheckpointSchema(Schema):
    sequence = fields.Integer(required=True, strict=True)
    mac = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    restores = fields.Integer(required=True, strict=True)
    key_id = fields.String(required=True)
    signature = fields.String(required=True)

    @post_load
    def make(self, values: dict[str, object], **_: object) -> Checkpoint:
        return Checkpoint(**values)  # type: ignore[arg-type]


_SCHEMA = _CheckpointSchema()
