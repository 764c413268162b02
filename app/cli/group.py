"""`shikaku group …`."""

from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from app.audit.event import Detail, Kind
from app.audit.transaction import Transaction
from app.cli.command_event import command_event
from app.cli.command_group import CommandGroup
from app.cli.listing import Row, json_option, print_rows
from app.cli.opened import open_session, open_trail
from app.clock import Clock
from app.groups import add_members, create_group, find_group, list_groups, remove_group, remove_member, rename_group
from app.institutions import find_institution


@click.group(cls=CommandGroup)
def group() -> None:
    """Groups of institutions, for windows and notices."""


@group.command()
@click.argument("name")
def create(name: str) -> None:
    """Make the group NAME."""

    def make(session: Session) -> dict[str, Detail]:
        create_group(session, name)
        return {}

    _commit(Kind.GROUP_CREATED, name, make)
    click.echo(f"Created group {name}.")


@group.command()
@click.argument("name")
@click.argument("new_name")
def rename(name: str, new_name: str) -> None:
    """Give the group NAME the name NEW_NAME."""

    def make(session: Session) -> dict[str, Detail]:
        found = find_group(session, name)
        rename_group(session, found, new_name)
        return {"renamed": found.name}

    _commit(Kind.GROUP_CHANGED, name, make)
    click.echo(f"Renamed group {name}.")


@group.command()
@click.argument("name")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
def add(name: str, codes: tuple[str, ...]) -> None:
    """Put the institutions of these codes into the group NAME; all of them or none."""

    def make(session: Session) -> dict[str, Detail]:
        institutions = [find_institution(session, code) for code in codes]
        added = add_members(session, find_group(session, name), institutions)
        return {"added": [institution.code for institution in added]}

    _commit(Kind.GROUP_CHANGED, name, make)
    click.echo(f"Changed group {name}.")


@group.command()
@click.argument("name")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
def remove(name: str, codes: tuple[str, ...]) -> None:
    """Take the institutions of these codes out of the group NAME; all of them or none."""

    def make(session: Session) -> dict[str, Detail]:
        found = find_group(session, name)
        for code in codes:
            remove_member(session, found, find_institution(session, code))
        return {"removed": list(codes)}

    _commit(Kind.GROUP_CHANGED, name, make)
    click.echo(f"Changed group {name}.")


@group.command()
@click.argument("name")
def delete(name: str) -> None:
    """Delete the group NAME. Its institutions stay."""

    def make(session: Session) -> dict[str, Detail]:
        remove_group(session, find_group(session, name))
        return {}

    _commit(Kind.GROUP_REMOVED, name, make)
    click.echo(f"Deleted group {name}.")


@group.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all groups, with the codes of their institutions."""
    with open_session() as session:
        rows: list[Row] = [
            {"id": found.id, "name": found.name, "institutions": " ".join(member.code for member in found.members)}
            for found in list_groups(session)
        ]
    print_rows(rows, as_json=as_json)


def _commit(kind: Kind, name: str, make: Callable[[Session], dict[str, Detail]]) -> None:
    """Make the change and its event, whose details it gives, both or neither."""
    now = Clock().now()

    def work(transaction: Transaction) -> None:
        details = make(transaction.session)
        transaction.record(command_event(kind, now, f"group:{name.strip()}", details))

    with open_trail() as trail:
        trail.commit(work)
