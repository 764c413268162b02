"""Whether what is published is one whole, consistent generation."""

import sqlite3

from engine.contract import EngineError
from engine.sqlite.building import count_by_insurer
from engine.sqlite.published import contents


def check(connection: sqlite3.Connection) -> None:
    """Read the whole file: its structure, its indexes, and the records of each insurer.

    Raises :class:`EngineError` saying what is wrong, or ``sqlite3.Error``.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise EngineError("The live generation's file is damaged.")
    if count_by_insurer(connection) != dict(contents(connection).insurers):
        raise EngineError("The live generation does not hold the records that it was completed with.")
