"""Bring a database to the tables of this version, and tell whether it is there."""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.state.database import Database

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Run the migrations that are still to do, all or none of them; nothing when there are none.

    One by one with whatever else is written: elsewhere Python begins no transaction on SQLite before a table is made.
    """
    database.create_file()
    config = _config()
    with database.one_by_one() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Whether every migration of this version is done, and none of a later one."""
    if database.is_missing:
        return False
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == _heads()


def current_revision(connection: Connection) -> str:
    """The migration that a database is at; ``""`` before the first."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


@cache
def _heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())
