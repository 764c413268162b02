"""`shikaku keys …`."""

from collections.abc import Sequence

import click

from app.audit.event import Event, Kind
from app.audit.transaction import Transaction
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import command_actor, open_trail, read_settings
from app.clock import Clock
from app.keys import Purpose, create_key_file, read_key_file, retire_key, rotate_keys

_RESTART = "Workers that run keep the keys they started with: restart the service. Keep a copy of the file."


@click.group(cls=CommandGroup)
def keys() -> None:
    """The key file."""


@keys.command()
def create() -> None:
    """Make the key file, readable by its owner alone. It is never overwritten."""
    path = read_settings().key_file
    create_key_file(path, Clock().now())
    click.echo(f"Made {path}. Keep a copy, apart from the database's backups.")


@keys.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List the keys by id, never the keys themselves; the first of a purpose is in use."""
    rows = [
        {"purpose": purpose.value, "id": key.id, "created": key.created.isoformat(), "in_use": key is held[0]}
        for purpose, held in read_key_file(read_settings().key_file).items()
        for key in held
    ]
    print_rows(rows, as_json=as_json)


@keys.command()
@click.option(
    "--purpose", "names", multiple=True, type=click.Choice([purpose.value for purpose in Purpose]), help="Else all."
)
def rotate(names: Sequence[str]) -> None:
    """Make a new key for each purpose. What older keys sealed and signed stays readable."""
    purposes = tuple(map(Purpose, names)) or tuple(Purpose)
    path, now = read_settings().key_file, Clock().now()

    def rotate_and_record(transaction: Transaction) -> None:
        ring = rotate_keys(path, purposes, now)
        made = {purpose.value: ring[purpose][0].id for purpose in purposes}
        transaction.record(Event(kind=Kind.KEYS_ROTATED, actor=command_actor(), at=now, details=made))

    with open_trail() as trail:
        trail.commit(rotate_and_record)
    click.echo(f"Made new keys for {', '.join(purpose.value for purpose in purposes)}. {_RESTART}")


@keys.command()
@click.argument("key_id")
def retire(key_id: str) -> None:
    """Take the older key KEY_ID out: the log-ins and searches that it signed or sealed end."""
    path, now = read_settings().key_file, Clock().now()

    def retire_and_record(transaction: Transaction) -> None:
        details = {"retired": key_id, "purpose": retire_key(path, key_id).value}
        transaction.record(Event(kind=Kind.KEYS_ROTATED, actor=command_actor(), at=now, details=details))

    with open_trail() as trail:
        trail.commit(retire_and_record)
    click.echo(f"Retired {key_id}. {_RESTART}")
