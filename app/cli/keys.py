"""`shikaku keys …`."""

import click

from app.cli.command_group import CommandGroup
from app.cli.opened import read_settings
from app.clock import Clock
from app.keys import create_key_file


@click.group(cls=CommandGroup)
def keys() -> None:
    """The key file."""


@keys.command()
def create() -> None:
    """Make the key file, readable by its owner alone. It is never overwritten."""
    path = read_settings().key_file
    create_key_file(path, Clock().now())
    click.echo(f"Made {path}. Keep a copy, apart from the database's backups.")
