"""The system user that the node runs as when we are root, since the server refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.local_node.errors import LocalNodeError

USER_NAME = "shikaku-opensearch"


@dataclass(frozen=True)
class ServiceUser:
    """A user without rights, password or home; its ids are numbers of this machine."""

    uid: int
    gid: int

    @classmethod
    def if_root(cls) -> Self | None:
        """Find or create the user; None when we are not root and the node simply runs as we do."""
        if os.geteuid() != 0:
            return None
        try:
            entry = pwd.getpwnam(USER_NAME)
        except KeyError:
            _create()
            entry = pwd.getpwnam(USER_NAME)
        return cls(uid=entry.pw_uid, gid=entry.pw_gid)

    def command(self, *arguments: str | Path) -> list[str]:
        """Give the command line that runs `arguments` as this user and with no other group."""
        drop = [_tool("setpriv"), f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--"]
        return [*drop, *map(str, arguments)]

    def can_enter(self, folder: Path) -> bool:
        """Say whether this user may pass through `folder` and every folder above it."""
        check = subprocess.run(self.command(_tool("test"), "-x", folder), check=False)  # noqa: S603 - our own words
        return check.returncode == 0

    def own(self, folder: Path) -> None:
        """Make `folder` and all it holds this user's."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def _create() -> None:
    made = subprocess.run(  # noqa: S603 - our own words
        [
            _tool("useradd"),
            *("--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"),
            USER_NAME,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        raise LocalNodeError(f"cannot create the system user {USER_NAME}: {made.stderr.strip()}")


def _tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise LocalNodeError(f"the command '{name}' is missing; install util-linux, passwd and coreutils")
    return found
