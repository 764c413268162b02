"""`shikaku demo`."""

import os
import signal
import sys
from dataclasses import replace

import click

from app.cli.opened import read_settings
from app.clock import Clock
from app.demo.greeting import greeting
from app.demo.prepare import prepare
from app.demo.trial_settings import take_trial_settings
from app.server import check_port, check_startable, run_server


@click.command()
def demo() -> None:
    """Make what a trial needs (sample records, accounts, an open window) and serve it on this machine."""
    take_trial_settings(os.environ)
    settings = replace(read_settings(), host="127.0.0.1")
    check_port(settings)
    # Ends a sample that is being loaded, too: its process goes with the command that waits for it.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        made = prepare(settings, Clock(), click.echo)
    finally:
        signal.signal(signal.SIGTERM, before)
    click.echo(greeting(settings, made))
    sys.stdout.flush()
    check_startable(settings)
    run_server(settings)
