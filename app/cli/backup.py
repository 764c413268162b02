"""`shikaku backup` and `shikaku restore`."""

from pathlib import Path

import click

from app.audit.event import Event, Kind
from app.audit.keys import AuditKeys
from app.backup.file import Header
from app.backup.make import make_backup
from app.backup.restore import restore_backup
from app.cli.opened import command_actor, open_trail, read_settings
from app.clock import Clock
from app.keys import Purpose, read_key_file
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
    """Put the state in FILE in the place of the present one, while the service runs. Everybody is logged out."""
    if not yes:
        click.confirm("This takes back everything done since the backup. Go on?", abort=True)
    header = _restore(file)
    click.echo(f"Restored {file} of {header.made_at}, up to event {header.sequence}.")


def _restore(file: Path) -> Header:
    settings = read_settings()
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    database = Database(settings.database_url)
    try:
        require_current(database)
        return restore_backup(
            database, file, keys, settings.audit_checkpoint_file, actor=command_actor(), now=Clock().now()
        )
    finally:
        database.close()
