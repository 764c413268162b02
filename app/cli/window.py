"""`shikaku window …`."""

from datetime import datetime
from typing import Final

import click
from sqlalchemy.orm import Session

from app.cli import window_change
from app.cli.command_group import CommandGroup
from app.cli.listing import json_option, print_rows
from app.cli.opened import open_session
from app.cli.times import DAY, MOMENT
from app.clock import JAPAN, Clock
from app.groups import find_group
from app.institutions import find_institution
from app.state.models import Window
from app.windows import (
    Outage,
    change_window,
    close_all_windows,
    close_window,
    find_window,
    is_open,
    list_windows,
    open_window,
    outage_of,
    state_of,
)

_outage_from: Final = click.option("--outage-from", type=MOMENT, help="障害発生, such as 2025-11-12T09:30 (Japan).")
_outage_to: Final = click.option("--outage-to", type=MOMENT, help="復旧. The window cannot begin before it.")
_no_notice: Final = click.option("--no-notice", is_flag=True, help="Give the institutions no notice.")


@click.group(cls=CommandGroup)
def window() -> None:
    """When the look-up may be used: first to last day, both included, in Japan."""


@window.command("open")
@click.option("--institution", "code", help="Ten-digit code of the one institution.")
@click.option("--group", "group_name", help="Name of the group of institutions.")
@click.option("--all", "for_all", is_flag=True, help="For every institution.")
@click.option("--from", "opens_on", type=DAY, required=True, help="利用開始日.")
@click.option("--to", "closes_on", type=DAY, required=True, help="利用終了日.")
@_outage_from
@_outage_to
@click.option("--strict", is_flag=True, help="Refuse a 資格確認日 outside the outage.")
@_no_notice
def open_command(
    *,
    code: str | None,
    group_name: str | None,
    opens_on: datetime,
    closes_on: datetime,
    outage_from: datetime | None,
    outage_to: datetime | None,
    for_all: bool,
    strict: bool,
    no_notice: bool,
) -> None:
    """Open a window for one institution, for a group or for all, and give notice of it."""
    if bool(code) + bool(group_name) + for_all != 1:
        raise click.UsageError("give one of --institution CODE, --group NAME and --all")
    now, outage = Clock().now(), _outage(outage_from, outage_to)

    def make(session: Session) -> list[Window]:
        opened = open_window(
            session,
            find_institution(session, code) if code else None,
            opens_on.date(),
            closes_on.date(),
            group=find_group(session, group_name) if group_name else None,
            outage=outage,
            strict=strict,
            now=now,
        )
        return [opened]

    (opened,) = window_change.commit(window_change.OPENED, make, now, with_notice=not no_notice)
    click.echo(f"Opened window {opened.id}.")


@window.command("change")
@click.argument("window_id", type=int)
@click.option("--from", "opens_on", type=DAY, help="利用開始日.")
@click.option("--to", "closes_on", type=DAY, help="利用終了日.")
@_outage_from
@_outage_to
@click.option("--no-outage", is_flag=True, help="Name no outage any more.")
@click.option("--strict/--not-strict", default=None, help="Whether to refuse a 資格確認日 outside the outage.")
@_no_notice
def change_command(
    *,
    window_id: int,
    opens_on: datetime | None,
    closes_on: datetime | None,
    outage_from: datetime | None,
    outage_to: datetime | None,
    no_outage: bool,
    strict: bool | None,
    no_notice: bool,
) -> None:
    """Change the window WINDOW_ID, and give notice of it. What no option names stays as it is."""
    now, outage = Clock().now(), _outage(outage_from, outage_to)
    if no_outage and outage:
        raise click.UsageError("give either --no-outage or an outage")
    if not (opens_on or closes_on or outage or no_outage or strict is not None):
        raise click.UsageError("give an option that names what to change")

    def make(session: Session) -> list[Window]:
        found = find_window(session, window_id)
        changed = change_window(
            session,
            window_id,
            opens_on=opens_on.date() if opens_on else found.opens_on,
            closes_on=closes_on.date() if closes_on else found.closes_on,
            outage=None if no_outage else outage or outage_of(found),
            strict=found.strict if strict is None else strict,
            now=now,
        )
        return [changed]

    window_change.commit(window_change.CHANGED, make, now, with_notice=not no_notice)
    click.echo(f"Changed window {window_id}.")


@window.command("close")
@click.argument("window_id", type=int, required=False)
@click.option("--all", "close_all", is_flag=True, help="Close every window.")
@_no_notice
def close_command(window_id: int | None, *, close_all: bool, no_notice: bool) -> None:
    """Close the window WINDOW_ID, or all, at once, and give notice of it."""
    if (window_id is None) != close_all:
        raise click.UsageError("give either WINDOW_ID or --all")
    now = Clock().now()

    def make(session: Session) -> list[Window]:
        return list(close_all_windows(session, now)) if window_id is None else [close_window(session, window_id, now)]

    closed = window_change.commit(window_change.CLOSED, make, now, with_notice=not no_notice)
    click.echo(f"Closed {len(closed)} window(s)." if window_id is None else f"Closed window {window_id}.")


@window.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """List all windows, the latest opening first; the times of outages are Japan's."""
    now = Clock().now()
    with open_session() as session:
        rows = [_row(found, now) for found in list_windows(session)]
    print_rows(rows, as_json=as_json)


def _outage(began_at: datetime | None, ended_at: datetime | None) -> Outage | None:
    if began_at and ended_at:
        return Outage(began_at, ended_at)
    if began_at or ended_at:
        raise click.UsageError("give both --outage-from and --outage-to, or neither")
    return None


def _row(found: Window, now: datetime) -> dict[str, str | int | bool | None]:
    outage = outage_of(found)
    return {
        "id": found.id,
        "institution": found.institution.code if found.institution else None,
        "group": found.group.name if found.group else None,
        "opens_on": found.opens_on.isoformat(),
        "closes_on": found.closes_on.isoformat(),
        "outage_from": _in_japan(outage.began_at) if outage else None,
        "outage_to": _in_japan(outage.ended_at) if outage else None,
        "strict": found.strict,
        "state": state_of(found, now).value,
        "closed_by_hand": found.closed_at is not None,
        "open_today": is_open(found, now),
    }


def _in_japan(moment: datetime) -> str:
    return moment.astimezone(JAPAN).isoformat()
