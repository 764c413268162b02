"""`shikaku db …`."""

import click

from app.cli.command_group import CommandGroup
from app.cli.opened import read_settings
from app.state.database import Database
from app.state.migrate import upgrade


@click.group(cls=CommandGroup)
def db() -> None:
    """The service's own database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to this version's tables; make it if it is not there."""
    database = Database(read_settings().database_url)
    try:
        upgrade(database)
    finally:
        database.close()
    click.echo("The database is up to date.")
