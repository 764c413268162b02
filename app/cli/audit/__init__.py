"""`shikaku audit …`. Each command is in the module of its name."""

import click

from app.cli.audit.checkpoint import checkpoint
from app.cli.audit.expire import expire
from app.cli.audit.export import export
from app.cli.audit.verify import verify
from app.cli.audit.who_looked import who_looked
from app.cli.command_group import CommandGroup


@click.group(cls=CommandGroup)
def audit() -> None:
    """The audit trail. Each of these commands leaves an event in it."""


for command in (verify, checkpoint, export, who_looked, expire):
    audit.add_command(command)
