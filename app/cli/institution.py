"""`shikaku institution …`."""

import click

from app.audit.event import Kind
from app.audit.transaction import Transaction
from app.cli.command_event import command_event
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session, open_trail
from app.clock import Clock
from app.institutions import change_institution, create_institution, find_institution, list_institutions


@click.group(cls=CommandGroup)
def institution() -> None:
    """Clinics and pharmacies."""


@institution.command()
@click.argument("code")
@click.argument("name")
@click.option("--mail", "mail_address", help="E-mail address that notices go to.")
def create(code: str, name: str, mail_address: str | None) -> None:
    """Enter the institution NAME by its CODE of ten digits."""
    now = Clock().now()

    def work(transaction: Transaction) -> None:
        created = create_institution(transaction.session, code, name, mail_address=mail_address)
        details = {"name": created.name}
        transaction.record(command_event(Kind.INSTITUTION_CREATED, now, f"institution:{code}", details))

    with open_trail() as trail:
        trail.commit(work)
    click.echo(f"Created institution {code}.")


@institution.command()
@click.argument("code")
@click.option("--name", help="Its new name.")
@click.option("--mail", "mail_address", help="E-mail address that notices go to; an empty one for none.")
def change(code: str, name: str | None, mail_address: str | None) -> None:
    """Change the institution CODE. What no option names stays as it is."""
    if name is None and mail_address is None:
        raise click.UsageError("give --name or --mail")
    now = Clock().now()

    def work(transaction: Transaction) -> None:
        found = find_institution(transaction.session, code)
        before = (found.name, found.mail_address)
        changed = change_institution(
            transaction.session,
            code,
            name=found.name if name is None else name,
            mail_address=found.mail_address if mail_address is None else mail_address,
        )
        after = (changed.name, changed.mail_address)
        fields = zip(("name", "mail_address"), before, after, strict=True)
        details = {"name": changed.name, "changed": [field for field, old, new in fields if old != new]}
        transaction.record(command_event(Kind.INSTITUTION_CHANGED, now, f"institution:{code}", details))

    with open_trail() as trail:
        trail.commit(work)
    click.echo(f"Changed institution {code}.")


@institution.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all institutions."""
    with open_session() as session:
        rows = [
            {"code": found.code, "name": found.name, "mail": found.mail_address} for found in list_institutions(session)
        ]
    print_rows(rows, as_json=as_json)
