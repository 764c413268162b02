"""`shikaku audit export`."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

import click

from app.audit.chain import Link
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
@click.option(
    "--out", default=_STANDARD_OUTPUT, help="A file to write, which must not exist; standard output without it."
)
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
    if out != _STANDARD_OUTPUT and os.path.lexists(out):
        raise _exists_already(out)
    with open_audit() as audit:
        audit.record_and_prove(audit.event(Kind.AUDIT_EXPORTED, asked))
        with audit.standing.database.session() as session:
            links = _Counted(read_links(session, *between(since, until)))
            pieces = write_out(links, Format(form))
            if out == _STANDARD_OUTPUT:
                _print(pieces)
            else:
                _write(Path(out), pieces)
                click.echo(f"Wrote {links.number} event(s) to {out}.", err=True)


class _Counted:
    """Links as they are, and how many there were so far."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links = links
        self.number = 0

    def __iter__(self) -> Iterator[Link]:
        for link in self._links:
            self.number += 1
            yield link


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(), JAPAN).astimezone(UTC)


def _print(pieces: Iterable[str]) -> None:
    """As bytes, so that no line end and no character set is changed on the way."""
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _write(path: Path, pieces: Iterable[str]) -> None:
    """The whole file or none, readable by its owner alone; a file that is there is never replaced."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".export-")
    except OSError as error:
        raise ServiceError(f"{path} cannot be written ({error.strerror})") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
        os.link(draft, path)
    except FileExistsError:
        raise _exists_already(path) from None
    except OSError as error:
        raise ServiceError(f"{path} cannot be written ({error.strerror})") from None
    finally:
        Path(draft).unlink(missing_ok=True)


def _exists_already(path: str | Path) -> ServiceError:
    return ServiceError(f"{path} exists already; it is never overwritten")
