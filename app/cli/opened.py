"""What commands work with: the settings of the environment, a database that is up to date, and the audit trail."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.audit.checkpoint import CheckpointError
from app.audit.event import Actor
from app.audit.keys import AuditKeys
from app.audit.trail import Trail
from app.clock import Clock
from app.keys import Purpose, read_key_file
from app.settings import Settings
from app.state.current import require_current
from app.state.database import Database


def read_settings() -> Settings:
    """The settings as the environment has them."""
    return Settings.from_environ(os.environ)


@contextmanager
def open_session() -> Iterator[Session]:
    """One transaction on the database, for commands that only read."""
    database = Database(read_settings().database_url)
    try:
        require_current(database)
        with database.session() as session:
            yield session
    finally:
        database.close()


@contextmanager
def open_trail() -> Iterator[Trail]:
    """The audit trail, for commands that change something: the change and its event are one transaction.

    At the end a checkpoint is taken of what was written. Where it cannot be, the change was made nevertheless, so that
    is a warning.
    """
    settings, clock = read_settings(), Clock()
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    database = Database(settings.database_url)
    try:
        require_current(database)
        trail = Trail(database, keys, settings.audit_checkpoint_file, clock)
        yield trail
        _take_checkpoint(trail, clock)
    finally:
        database.close()


def _take_checkpoint(trail: Trail, clock: Clock) -> None:
    try:
        trail.checkpoint(clock.now())
    except CheckpointError as error:
        problem = str(error)
    except SQLAlchemyError as error:
        problem = f"the database failed ({type(error).__name__})"
    else:
        return
    click.echo(f"Warning: this is done and recorded, but not proved by a checkpoint: {problem}.", err=True)


def command_actor() -> Actor:
    """Whoever is at the command line, by the name that the system knows."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # no name for this number, as in a container
        name = str(os.getuid())
    return Actor(user_id=f"command:{name}"[:64])
