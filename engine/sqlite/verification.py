"""Whether a generation's file is one whole, consistent generation."""

import sqlite3

from engine.contract import EngineError
from engine.sqlite.published import contents
from engine.sqlite.stored import count_stored


def check(connection: sqlite3.Connection) -> None:
    """Read the whole file: its structure, its indexes, the records of each insurer, and their keys.

    Raises :class:`EngineError` saying what is wrong, or ``sqlite3.Error``.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise EngineError("The generation's file is damaged.")
    completed, there = contents(connection).stored, count_stored(connection)
    if there != completed:
        raise EngineError(
            f"The generation was completed with {completed}; {there} are there, or they belong to other insurers."
        )
