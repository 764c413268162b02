"""The file ``live``: the name of the generation that answers look-ups.

It is replaced whole, so every reader sees one name.
"""

import os
import secrets
from typing import Final

from engine.contract import EngineUnavailableError
from engine.sqlite.folder import Folder, is_generation, sync

_POINTER: Final = "live"
_LONGEST: Final = 200


def live_name(folder: Folder) -> str | None:
    """The live generation's name; ``None`` if nothing was published yet.

    It is read anew for each look-up: that is cheap, and every thread and process sees a publish at once.

    Raises :class:`EngineUnavailableError` if it cannot be read or names no generation.
    """
    try:
        with (folder.path / _POINTER).open("rb") as pointer:
            name = pointer.read(_LONGEST).decode("ascii", "replace").rstrip("\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        failure = EngineUnavailableError(f"The live generation's name cannot be read ({type(error).__name__}).")
    else:
        if is_generation(name):
            return name
        failure = EngineUnavailableError("The file that names the live generation is damaged.")
    raise failure


def point_to(folder: Folder, name: str) -> None:
    """Make a generation the live one. A crash at any moment leaves the old name or the new, whole."""
    pointer = folder.path / f".{_POINTER}-{secrets.token_hex(4)}"
    try:
        with pointer.open("x", encoding="ascii") as temporary:
            temporary.write(f"{name}\n")
            temporary.flush()
            os.fsync(temporary.fileno())
        pointer.replace(folder.path / _POINTER)
    except BaseException:
        pointer.unlink(missing_ok=True)
        raise
    sync(folder.path)
