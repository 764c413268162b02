"""`shikaku audit export`."""

import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

import click

from app.audit.event import Kind
from app.audit.export import Format, write_out
from app.audit.table import between, read_links
from app.cli.audit.opened import open_audit
from app.clock import JAPAN
from app.service_error import ServiceError

_DAY: Final = click.DateTime(["%Y-%m-%d", "%Y%m%d"])
_STANDARD_OUTPUT: Final = "-"


@click.command()
@click.option("--format", "form", type=click.Choice([form.value for form in Format]), default="csv", show_default=True)
@click.option("--from", "first_day", type=_DAY, help="The first day, in Japan.")
@click.option("--to", "last_day", type=_DAY, help="The last day, in Japan.")
@click.option("--out", default=_STANDARD_OUTPUT, help="A file to write; standard output without it.")
def export(form: str, first_day: datetime | None, last_day: datetime | None, out: str) -> None:
    """Write events out, as CSV that is safe to open in a spreadsheet, or as NDJSON."""
    if first_day and last_day and last_day < first_day:
        raise click.UsageError("--to is before --from")
    since = None if first_day is None else _midnight(first_day)
    until = None if last_day is None else _midnight(last_day + timedelta(days=1))
    asked = {
        "format": form,
        "from": first_day.date().isoformat() if first_day else None,
        "to": last_day.date().isoformat() if last_day else None,
    }
    with open_audit() as audit:
        audit.record_and_prove(audit.event(Kind.AUDIT_EXPORTED, asked))
        with audit.standing.database.session() as session:
            pieces = write_out(read_links(session, *between(since, until)), Format(form))
            if out == _STANDARD_OUTPUT:
                _print(pieces)
            else:
                _write(Path(out), pieces)


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(), JAPAN).astimezone(UTC)


def _print(pieces: Iterable[str]) -> None:
    """As bytes, so that no line end and no character set is changed on the way."""
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _write(path: Path, pieces: Iterable[str]) -> None:
    """The whole file or none, readable by its owner alone."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".export-")
    except OSError as error:
        raise ServiceError(f"{path} cannot be written ({error.strerror})") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
        Path(draft).replace(path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise ServiceError(f"{path} cannot be written ({error.strerror})") from None
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
