"""Lists on standard output: tab-separated for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence

import click

Row = Mapping[str, str | int | bool | None]

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""``--json``, as every list has it."""


def print_rows(rows: Sequence[Row], *, as_json: bool) -> None:
    """A JSON array of objects, or a line for each row under its columns' names; ``-`` where there is nothing."""
    if as_json:
        click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if rows:
        click.echo("\t".join(rows[0]))
    for row in rows:
        click.echo("\t".join("-" if value is None else str(value) for value in row.values()))
