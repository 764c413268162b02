"""`shikaku backup` and `shikaku restore`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from app.audit.event import Event, Kind
from app.audit.keys import AuditKeys
from app.backup.file import Header
from app.backup.make import make_backup
from app.backup.restore import Outlook, foresee_restore, restore_backup
from app.cli.opened import command_actor, open_trail, read_settings
from app.clock import JAPAN, Clock
from app.keys import Purpose, read_key_file
from app.settings import Settings
from app.state.current import require_current
from app.state.database import Database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the service's state and audit trail to FILE, while it runs. The key file is not in it."""
    now = Clock().now()
    with open_trail() as trail:
        header = make_backup(trail.database, file, trail.keys, now)
        made = Event(kind=Kind.BACKUP_MADE, actor=command_actor(), at=now, details={"sequence": header.sequence})
        try:
            trail.commit(lambda transaction: transaction.record(made))
        except BaseException:
            file.unlink()  # no copy of everything without a word of it in the trail
            raise
    click.echo(f"Wrote {file}, up to event {header.sequence}.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, *, yes: bool) -> None:
    """Put the state in FILE in the place of the present one, while the service runs. Everybody is logged out.

    FILE is checked before anything is asked or changed.
    """
    settings = read_settings()
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    with _opened(settings) as database:
        if not yes:
            click.confirm(_question(foresee_restore(database, file, keys)), abort=True, err=True)
        actor, now = command_actor(), Clock().now()
        header = restore_backup(database, file, keys, settings.audit_checkpoint_file, actor=actor, now=now)
    click.echo(f"Restored {file} of {_made_at(header)}, up to event {header.sequence}.")


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        require_current(database)
        yield database
    finally:
        database.close()


def _question(outlook: Outlook) -> str:
    header = outlook.header
    return (
        f"This backup was made at {_made_at(header)} and goes up to event {header.sequence}. "
        f"Restoring it takes back everything done since: {outlook.taken_back} later event(s) of the present trail. "
        "Go on?"
    )


def _made_at(header: Header) -> str:
    made_at = datetime.fromisoformat(header.made_at).astimezone(JAPAN)
    return f"{made_at:%Y-%m-%d %H:%M:%S} (Japan time)"
