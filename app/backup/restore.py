"""Put a backup's state in the place of what is there, in one transaction, while the service runs.

The file is read to its end and its signature checked before anything is touched, and again as its rows are written,
since it may be changed meanwhile. Everybody is logged out. The trail goes on from the backup's last event with one that
tells of the restore and of the events that it took back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, delete, func, insert, select, text
from sqlalchemy.orm import Session

from app.audit.checkpoint import read_unproved, require_place, take_checkpoint, write_checkpoint
from app.audit.event import Actor, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.table import append, read_head
from app.backup.file import BackupError, Header, Row, check, read_rows
from app.backup.tables import all_tables, kept_tables
from app.backup.values import from_json
from app.state.database import Database
from app.state.migrate import current_revision

_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a restore would do. ``taken_back``: how many events the present trail has after the backup's last one."""

    header: Header
    taken_back: int


def foresee_restore(database: Database, path: Path, keys: AuditKeys) -> Outlook:
    """Check a backup as :func:`restore_backup` does, and tell what it would take back. Changes nothing.

    Raises :class:`app.backup.file.BackupError`.
    """
    header = check(path, keys)
    with database.session() as session:
        _require_same_tables(session, header, path)
        present = read_head(session)
    return Outlook(header, _taken_back(present.sequence, header.sequence))


def restore_backup(
    database: Database, path: Path, keys: AuditKeys, checkpoint_file: Path, *, actor: Actor, now: datetime
) -> Header:
    """Restore a backup and give its header. Workers that run go on with the restored state.

    Raises :class:`app.backup.file.BackupError`, and :class:`app.audit.checkpoint.CheckpointError` where no checkpoint
    can be written; then nothing was changed.
    """
    header = check(path, keys)
    require_place(checkpoint_file)
    with database.one_by_one() as session:
        _require_same_tables(session, header, path)
        before = read_head(session)
        _replace_all(session, path, keys)
        restored = read_head(session)
        event = Event(
            kind=Kind.RESTORED,
            actor=actor,
            at=now,
            details={
                "made_at": header.made_at,
                "sequence": restored.sequence,
                "taken_back": _taken_back(before.sequence, restored.sequence),
            },
        )
        head = append(session, restored, [event], keys.newest)
    before_restore = read_unproved(checkpoint_file)
    restores = before_restore.restores if before_restore else 0
    write_checkpoint(checkpoint_file, take_checkpoint(head, now, restores + 1, keys))
    return header


def _taken_back(present: int, backed_up: int) -> int:
    return max(present - backed_up, 0)


def _require_same_tables(session: Session, header: Header, path: Path) -> None:
    revision = current_revision(session.connection())
    if revision != header.schema:
        raise BackupError(
            f"{path} holds tables of version {header.schema}, the database is at {revision}; "
            "restore it with the version of the service that made it, then run: shikaku db upgrade"
        )


def _replace_all(session: Session, path: Path, keys: AuditKeys) -> None:
    for table in reversed(all_tables()):
        session.execute(delete(table))
    tables = {table.name: table for table in kept_tables()}
    for name, rows in groupby(read_rows(path, keys), key=lambda row: row[0]):
        _insert(session, tables[name], rows)
    if session.get_bind().dialect.name == "postgresql":
        for table in tables.values():
            _go_on_counting(session, table)


def _insert(session: Session, table: Table, rows: Iterable[Row]) -> None:
    values = ({name: from_json(value, table.c[name]) for name, value in row.items()} for _, row in rows)
    for some in _in_batches(values):
        session.execute(insert(table), some)


def _in_batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield some


def _go_on_counting(session: Session, table: Table) -> None:
    """PostgreSQL's own counter of a table's ids knows nothing of the rows that were inserted with theirs."""
    column = next((column for column in table.primary_key.columns if column is table.autoincrement_column), None)
    if column is None:
        return
    highest = session.scalar(select(func.max(column)))
    session.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :column), :next, false)"),
        {"table": table.name, "column": column.name, "next": (highest or 0) + 1},
    )
