"""Where a node's files lie: in the checkout if its user can get there, else in the temporary folder."""

import hashlib
import os
import stat
from pathlib import Path

from deploy.local_node.errors import LocalNodeError
from deploy.local_node.service_user import ServiceUser

CHECKOUT = Path(__file__).resolve().parents[2]
_ELSEWHERE = Path("/var/tmp")  # noqa: S108 - survives a reboot; the folder made in it is checked for its owner


def default_home() -> Path:
    """Give the folder of the node that belongs to this checkout."""
    return CHECKOUT / "var" / "opensearch"


def accessible_folder(wanted: Path, user: ServiceUser | None) -> Path:
    """Create and give the folder `wanted`, or its stand-in when the node could not use it.

    The stand-in is needed where `user` (None: the node runs as we do) may not enter a folder above, or where
    the path holds white space, which the server's start script would split. The same folder always has the
    same stand-in.
    """
    wanted = wanted.absolute()
    has_white_space = any(character.isspace() for character in str(wanted))
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if has_white_space or (user is not None and not user.can_enter(wanted.parent)):
        return _stand_in(wanted)
    wanted.mkdir(mode=0o755, exist_ok=True)
    return wanted


def _stand_in(wanted: Path) -> Path:
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    folder = _ELSEWHERE / f"shikaku-{wanted.name.replace(' ', '-')}-{digest}"
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise LocalNodeError(f"{folder} exists already and is not ours; remove it, or choose another --home")
    return folder
