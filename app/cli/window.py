"""`shikaku window …`."""

from datetime import datetime

import click

from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session
from app.clock import Clock
from app.institutions import find_institution
from app.windows import close_all_windows, close_window, is_open, list_windows, open_window

_DAY = click.DateTime(["%Y-%m-%d", "%Y%m%d"])


@click.group(cls=CommandGroup)
def window() -> None:
    """When the look-up may be used: first to last day, both included, in Japan."""


@window.command("open")
@click.option("--institution", "code", help="Ten-digit code of the one institution.")
@click.option("--all", "for_all", is_flag=True, help="For every institution.")
@click.option("--from", "opens_on", type=_DAY, required=True, help="利用開始日.")
@click.option("--to", "closes_on", type=_DAY, required=True, help="利用終了日.")
def open_command(code: str | None, opens_on: datetime, closes_on: datetime, *, for_all: bool) -> None:
    """Open a window for one institution or for all."""
    if bool(code) == for_all:
        raise click.UsageError("give either --institution CODE or --all")
    with open_session() as session:
        institution = find_institution(session, code) if code else None
        opened = open_window(session, institution, opens_on.date(), closes_on.date())
    click.echo(f"Opened window {opened.id}.")


@window.command("close")
@click.argument("window_id", type=int, required=False)
@click.option("--all", "close_all", is_flag=True, help="Close every window.")
def close_command(window_id: int | None, *, close_all: bool) -> None:
    """Close the window WINDOW_ID, or all, at once."""
    if (window_id is None) != close_all:
        raise click.UsageError("give either WINDOW_ID or --all")
    now = Clock().now()
    with open_session() as session:
        if window_id is None:
            click.echo(f"Closed {close_all_windows(session, now)} window(s).")
        else:
            close_window(session, window_id, now)
            click.echo(f"Closed window {window_id}.")


@window.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all windows, the latest opening first."""
    today = Clock().today_in_japan()
    with open_session() as session:
        rows = [
            {
                "id": found.id,
                "institution": found.institution.code if found.institution else None,
                "opens_on": found.opens_on.isoformat(),
                "closes_on": found.closes_on.isoformat(),
                "closed_by_hand": found.closed_at is not None,
                "open_today": is_open([found], found.institution_id, today),
            }
            for found in list_windows(session)
        ]
    print_rows(rows, as_json=as_json)
