"""`shikaku serve`."""

from dataclasses import replace

import click

from app.cli.opened import read_settings
from app.cli.start_lines import start_lines
from app.server import check_startable, run_server


@click.command()
@click.option("--host", help="Address to listen on; SHIKAKU_HOST, else 127.0.0.1.")
def serve(host: str | None) -> None:
    """Serve on PORT until stopped. Keys and database must be there."""
    settings = read_settings()
    if host:
        settings = replace(settings, host=host)
    check_startable(settings)
    for line in start_lines(settings):
        click.echo(line, err=True)
    run_server(settings)
