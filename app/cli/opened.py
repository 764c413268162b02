"""What commands work with: the settings of the environment, and a database that is up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.settings import Settings
from app.state.current import require_current
from app.state.database import Database


def read_settings() -> Settings:
    """The settings as the environment has them."""
    return Settings.from_environ(os.environ)


@contextmanager
def open_session() -> Iterator[Session]:
    """One transaction on the database; committed if the command succeeds."""
    database = Database(read_settings().database_url)
    try:
        require_current(database)
        with database.session() as session:
            yield session
    finally:
        database.close()
