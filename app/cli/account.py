"""`shikaku account …`."""

import click

from app.accounts import create_account, disable_account, find_account, list_accounts, set_password
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session
from app.cli.password_input import read_new_password
from app.clock import Clock
from app.institutions import find_institution
from app.roles import Role


@click.group(cls=CommandGroup)
def account() -> None:
    """Accounts. Passwords are asked for, or read from standard input."""


@account.command()
@click.argument("user_id")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--institution", "code", help="Ten-digit code; for every role but operator.")
def create(user_id: str, role: str, code: str | None) -> None:
    """Make the account USER_ID."""
    with open_session() as session:
        institution = find_institution(session, code) if code else None
        create_account(
            session,
            user_id=user_id,
            role=Role(role),
            institution=institution,
            password=read_new_password(user_id),
        )
    click.echo(f"Created account {user_id}.")


@account.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all accounts."""
    with open_session() as session:
        rows = [
            {
                "user_id": found.user_id,
                "role": found.role.value,
                "institution": found.institution.code if found.institution else None,
                "disabled": found.disabled_at is not None,
            }
            for found in list_accounts(session)
        ]
    print_rows(rows, as_json=as_json)


@account.command()
@click.argument("user_id")
def disable(user_id: str) -> None:
    """Shut USER_ID out, and end its sessions."""
    with open_session() as session:
        disable_account(session, user_id, Clock().now())
    click.echo(f"Disabled account {user_id}.")


@account.command()
@click.argument("user_id")
def password(user_id: str) -> None:
    """Give USER_ID a new password, and end its sessions."""
    with open_session() as session:
        find_account(session, user_id)
        set_password(session, user_id, read_new_password(user_id))
    click.echo(f"Changed the password of {user_id}.")
