"""Make a backup: every table as it was at one moment, while the service goes on writing."""

import gzip
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from app.audit.keys import AuditKeys
from app.backup.file import FORMAT, BackupError, BackupWriter, Header
from app.backup.tables import kept_tables
from app.backup.values import to_json
from app.durable_folder import sync_folder
from app.state.database import Database
from app.state.migrate import current_revision
from app.state.models import AuditEvent

_ROWS_AT_ONCE: Final = 1_000


def make_backup(database: Database, path: Path, keys: AuditKeys, now: datetime) -> Header:
    """Write a backup, whole or not at all, for its owner's eyes alone; a file that is there is never replaced.

    Raises :class:`app.backup.file.BackupError`.
    """
    try:
        return _make(database, path, keys, now)
    except FileExistsError:
        raise BackupError(f"{path} exists already; it is never overwritten") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be written ({error.strerror})") from None


def _make(database: Database, path: Path, keys: AuditKeys, now: datetime) -> Header:
    descriptor, draft = tempfile.mkstemp(dir=_folder_of(path), prefix=".backup-")
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.open(raw, "wb") as file, database.snapshot() as connection:
                header = _header(connection, keys, now)
                writer = BackupWriter(file, header, keys.newest)
                _write_rows(connection, writer)
                writer.end()
            raw.flush()
            os.fsync(raw.fileno())
        os.link(draft, path)
        sync_folder(path.parent)
    finally:
        Path(draft).unlink()
    return header


def _folder_of(path: Path) -> Path:
    if not path.parent.is_dir():
        raise BackupError(f"there is no folder {path.parent}")
    return path.parent


def _header(connection: Connection, keys: AuditKeys, now: datetime) -> Header:
    return Header(
        format=FORMAT,
        schema=current_revision(connection),
        made_at=now.isoformat(),
        sequence=connection.scalar(select(func.max(AuditEvent.sequence))) or 0,
        key_id=keys.newest.id,
    )


def _write_rows(connection: Connection, writer: BackupWriter) -> None:
    for table in kept_tables():
        rows = connection.execute(
            select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": _ROWS_AT_ONCE}
        )
        for row in rows.mappings():
            writer.row(table.name, {name: to_json(value) for name, value in row.items()})
