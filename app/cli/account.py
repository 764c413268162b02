"""`shikaku account …`."""

import click

from app.account_changes import Action, add_account, change_account, change_password
from app.accounts import find_account, list_accounts
from app.audit.keys import AuditKeys
from app.audit.transaction import Transaction
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import command_actor, open_session, open_trail, read_settings
from app.cli.password_input import read_new_password
from app.clock import Clock
from app.institutions import find_institution
from app.keys import Purpose, read_key_file
from app.login.attempts import locked_among
from app.roles import Role


@click.group(cls=CommandGroup)
def account() -> None:
    """Accounts. Passwords are asked for, or read from standard input."""


@account.command()
@click.argument("user_id")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--institution", "code", help="Ten-digit code; for every role but operator.")
def create(user_id: str, role: str, code: str | None) -> None:
    """Make the account USER_ID. Its first log-in asks for another password."""
    with open_trail() as trail:
        password = read_new_password(user_id)
        actor, now = command_actor(), Clock().now()

        def add(transaction: Transaction) -> None:
            add_account(
                transaction,
                user_id=user_id,
                role=Role(role),
                institution=find_institution(transaction.session, code) if code else None,
                password=password,
                must_change_password=True,
                actor=actor,
                now=now,
            )

        trail.commit(add)
    click.echo(f"Created account {user_id}.")


@account.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all accounts, and how each stands."""
    with open_session() as session:
        accounts = list_accounts(session)
        locked = set()
        if accounts:
            key = AuditKeys.of(read_key_file(read_settings().key_file)[Purpose.AUDIT]).newest
            locked = locked_among(session, [found.user_id for found in accounts], key, Clock().now())
        rows = [
            {
                "user_id": found.user_id,
                "role": found.role.value,
                "institution": found.institution.code if found.institution else None,
                "disabled": found.disabled_at is not None,
                "locked": found.user_id in locked,
                "must_change_password": found.must_change_password,
                "second_factor": found.second_factor is not None,
            }
            for found in accounts
        ]
    print_rows(rows, as_json=as_json)


@account.command()
@click.argument("user_id")
def disable(user_id: str) -> None:
    """Shut USER_ID out, and end its sessions."""
    _change(Action.DISABLE, user_id)
    click.echo(f"Disabled account {user_id}.")


@account.command()
@click.argument("user_id")
def enable(user_id: str) -> None:
    """Let USER_ID in again, with its former password and second factor."""
    _change(Action.ENABLE, user_id)
    click.echo(f"Enabled account {user_id}.")


@account.command()
@click.argument("user_id")
def unlock(user_id: str) -> None:
    """Let USER_ID log in at once after too many failed log-ins."""
    _change(Action.UNLOCK, user_id)
    click.echo(f"Unlocked account {user_id}.")


@account.command("end-sessions")
@click.argument("user_id")
def end_sessions(user_id: str) -> None:
    """Log USER_ID out everywhere."""
    _change(Action.END_SESSIONS, user_id)
    click.echo(f"Ended the sessions of {user_id}.")


@account.command()
@click.argument("user_id")
def reset(user_id: str) -> None:
    """Take password and second factor from USER_ID, and print a new one-time password on the last line.

    It also unlocks the account, and ends its sessions.
    """
    password = _change(Action.RESET, user_id)
    click.echo(f"Reset account {user_id}. Its next log-in, with this one-time password, asks for another one:")
    click.echo(password)


@account.command()
@click.argument("user_id")
def password(user_id: str) -> None:
    """Give USER_ID a new password, and end its sessions. Its next log-in asks for another one."""
    with open_session() as session:
        find_account(session, user_id)
    with open_trail() as trail:
        new = read_new_password(user_id)
        actor, now = command_actor(), Clock().now()

        def change(transaction: Transaction) -> None:
            change_password(transaction, user_id, new, must_change_password=True, actor=actor, now=now)

        trail.commit(change)
    click.echo(f"Changed the password of {user_id}.")


def _change(action: Action, user_id: str) -> str:
    """Give the new one-time password, if there is one."""
    actor, now = command_actor(), Clock().now()
    with open_trail() as trail:
        key = trail.keys.newest
        return trail.commit(
            lambda transaction: change_account(transaction, action, user_id, actor=actor, now=now, key=key)
        )
