"""The command line: `shikaku`. Each command is in the module of its name."""

import click

from app.cli.account import account
from app.cli.audit import audit
from app.cli.backup import backup, restore
from app.cli.command_group import CommandGroup
from app.cli.db import db
from app.cli.demo import demo
from app.cli.group import group
from app.cli.institution import institution
from app.cli.keys import keys
from app.cli.notice import notice
from app.cli.serve import serve
from app.cli.window import window


@click.group(cls=CommandGroup)
def main() -> None:
    """資格情報照会（システム障害時）: the service and its administration."""


for command in (serve, demo, db, keys, backup, restore, account, institution, group, window, notice, audit):
    main.add_command(command)
