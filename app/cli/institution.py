"""`shikaku institution …`."""

import click

from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session
from app.institutions import create_institution, list_institutions


@click.group(cls=CommandGroup)
def institution() -> None:
    """Clinics and pharmacies."""


@institution.command()
@click.argument("code")
@click.argument("name")
def create(code: str, name: str) -> None:
    """Enter the institution NAME by its CODE of ten digits."""
    with open_session() as session:
        create_institution(session, code, name)
    click.echo(f"Created institution {code}.")


@institution.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all institutions."""
    with open_session() as session:
        rows = [{"code": found.code, "name": found.name} for found in list_institutions(session)]
    print_rows(rows, as_json=as_json)
