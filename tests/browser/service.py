"""The service in a process of its own: prepared by the commands that an operator types, and then served."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import urllib3
from sqlalchemy import update

from app.clock import JAPAN
from app.roles import Role
from app.state.database import Database
from app.state.models import Account
from tests.app.ports import find_unused_port

CLINIC: Final = "サンプル医療機関"
PASSWORD: Final = "correct horse battery staple"
USERS: Final = {
    "viewer": Role.MEDICAL_VIEWER,
    "admin": Role.ADMINISTRATOR,
    "general": Role.GENERAL,
    "other": Role.OTHER,
    "operator": Role.OPERATOR,
}
"""The accounts by ユーザID, one of each role."""

_DATABASE: Final = "service.sqlite"
_CLINIC_CODE: Final = "1312345678"
_COMMANDS: Final = Path(sys.executable).parent
_COMMAND_WITHIN_S: Final = 60
_READY_WITHIN_S: Final = 60
_STOPPED_WITHIN_S: Final = 20


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation, whose every file lies in ``folder``."""

    folder: Path

    @property
    def engine_folder(self) -> Path:
        """Where the embedded engine keeps its generations."""
        return self.folder / "engine"

    @property
    def feeds(self) -> Path:
        """Where the insurers' feeds lie."""
        return self.folder / "feeds"

    @property
    def log(self) -> Path:
        """What the server wrote on its standard error."""
        return self.folder / "server.log"

    def environ(self, **settings: str) -> dict[str, str]:
        """The environment of its commands.

        Throttles and limits are out of the way, and no second factor is asked for, unless ``settings`` says otherwise.
        """
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHIKAKU_")},
            "SHIKAKU_ENGINE_URL": f"sqlite:///{self.engine_folder}",
            "SHIKAKU_DATABASE_URL": f"sqlite:///{self.folder / _DATABASE}",
            "SHIKAKU_KEY_FILE": str(self.folder / "keys.json"),
            "SHIKAKU_AUDIT_CHECKPOINT_FILE": str(self.folder / "audit-checkpoint.json"),
            "SHIKAKU_LOG_INS_PER_MINUTE": "100000",
            "SHIKAKU_LOOK_UPS_PER_MINUTE": "100000",
            "SHIKAKU_ACCOUNT_LOOK_UPS_PER_HOUR": "100000",
            "SHIKAKU_ACCOUNT_LOOK_UPS_PER_DAY": "100000",
            "SHIKAKU_INSTITUTION_LOOK_UPS_PER_HOUR": "100000",
            "SHIKAKU_INSTITUTION_LOOK_UPS_PER_DAY": "100000",
            "SHIKAKU_REQUIRE_TOTP": "0",
            "SHIKAKU_SESSIONS_PER_ACCOUNT": "50",
            "SHIKAKU_LOG_LEVEL": "debug",
            **settings,
        }

    def shikaku(self, *arguments: str, typed: str = "") -> None:
        """Run an operator's command; ``typed`` is its standard input."""
        self._run("shikaku", *arguments, typed=typed)

    def shikaku_indexer(self, *arguments: str) -> None:
        """Run a data engineer's command."""
        self._run("shikaku-indexer", *arguments)

    def open_window(self) -> None:
        """Let every institution use the look-up from yesterday to tomorrow, so that no midnight ends a test."""
        today = datetime.now(JAPAN).date()
        first, last = ((today + timedelta(days=days)).isoformat() for days in (-1, 1))
        self.shikaku("window", "open", "--all", "--from", first, "--to", last, "--no-notice")

    def must_change_passwords(self, *, must: bool) -> None:
        """Say of every account whether the next log-in asks for a new password, as it does of those made by command."""
        database = Database(self.environ()["SHIKAKU_DATABASE_URL"])
        with database.session() as session:
            session.execute(update(Account).values(must_change_password=must))
        database.close()

    def load(self) -> None:
        """Publish everybody in the files of ``feeds``, and nobody else."""
        feeds = sorted(map(str, self.feeds.glob("*.csv")))
        self.shikaku_indexer("load", "--full", "--rejects", str(self.folder), "--max-rejects", "0", *feeds)

    def copy_to(self, folder: Path) -> "Installation":
        """A second installation with the same accounts, keys and records, though the first one may be running."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("server.log", "*.sqlite*", "*checkpoint*"))
        shutil.copytree(self.engine_folder, folder / self.engine_folder.name, dirs_exist_ok=True)
        with (
            closing(sqlite3.connect(self.folder / _DATABASE)) as present,
            closing(sqlite3.connect(folder / _DATABASE)) as copy,
        ):
            present.backup(copy)
        return Installation(folder)

    def _run(self, command: str, *arguments: str, typed: str = "") -> None:
        done = subprocess.run(
            [_COMMANDS / command, *arguments],
            env=self.environ(),
            input=typed,
            text=True,
            capture_output=True,
            timeout=_COMMAND_WITHIN_S,
            check=False,
        )
        assert done.returncode == 0, f"{command} {arguments}: {done.stdout}{done.stderr}"


def install(folder: Path) -> Installation:
    """Keys, database, a clinic with one account of each role, and an open window; no records yet."""
    installation = Installation(folder)
    installation.feeds.mkdir()
    installation.shikaku("keys", "create")
    installation.shikaku("db", "upgrade")
    installation.shikaku("institution", "create", _CLINIC_CODE, CLINIC)
    for user_id, role in USERS.items():
        belongs_to = [] if role is Role.OPERATOR else ["--institution", _CLINIC_CODE]
        installation.shikaku("account", "create", user_id, "--role", role, *belongs_to, typed=f"{PASSWORD}\n")
    installation.must_change_passwords(must=False)
    installation.open_window()
    return installation


@contextmanager
def served(installation: Installation, **settings: str) -> Iterator[str]:
    """The address at which an installation answers until the end of the block."""
    port = find_unused_port()
    with installation.log.open("wb") as log:
        server = subprocess.Popen(
            [_COMMANDS / "shikaku", "serve"],
            env=installation.environ(PORT=str(port), **settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, server, installation.log)
            yield address
        finally:
            _stop(server)


def _wait_until_ready(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < give_up and server.poll() is None:
        try:
            if urllib3.request("GET", f"{address}/readyz", retries=False, timeout=5).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the service did not become ready: {log.read_text()}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=_STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=_STOPPED_WITHIN_S)
