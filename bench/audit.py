"""What a durable event costs, beside one durable row written by hand to a database of the same kind."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.audit.event import SERVICE, Event, Kind
from app.audit.keys import AuditKeys
from app.audit.trail import Trail
from app.audit.writer import AuditWriter
from app.clock import Clock
from app.keys import Purpose, create_key_file, read_key_file
from app.state.database import Database
from app.state.migrate import upgrade
from bench.lines import heading, line

_CLIENTS = (1, 4, 16)
_DETAILS = {"conditions": dict.fromkeys(("name", "birth_date", "sex", "address", "as_of"), "0" * 64)}


def bench_audit(folder: Path, seconds: float) -> None:
    """Print the table; files are made in ``folder``."""
    folder.mkdir(parents=True)
    heading("Audit trail (SQLite)", "events/s")
    writer = _writer(folder)
    try:
        lowest = line("floor: one durable row", [_floor(folder / "floor.sqlite")], [_event()], seconds, None)
        for clients in _CLIENTS:
            line("AuditWriter.record", [writer.record] * clients, [_event()], seconds, lowest)
    finally:
        writer.close()
        writer.trail.database.close()


def _event() -> Event:
    return Event(kind=Kind.LOOK_UP, actor=SERVICE, at=datetime.now(UTC), outcome="identified", details=_DETAILS)


def _writer(folder: Path) -> AuditWriter:
    clock = Clock()
    create_key_file(folder / "keys.json", clock.now())
    keys = AuditKeys.of(read_key_file(folder / "keys.json")[Purpose.AUDIT])
    database = Database(f"sqlite:///{folder / 'service.sqlite'}")
    upgrade(database)
    return AuditWriter(Trail(database, keys, folder / "checkpoint.json", clock), clock)


def _floor(path: Path) -> Callable[[Event], object]:
    """A row of about an event's size: inserted, committed, on the disk."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")

    def write(_event: Event) -> object:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (text) VALUES (?)", ("0" * 900,))
        return connection.execute("COMMIT")

    return write
