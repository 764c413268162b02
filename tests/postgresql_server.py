"""A PostgreSQL server of the tests' own: made in a new folder, started on loopback, stopped and removed at the end.

It keeps nothing that matters, so it does without all that makes a server safe against a power cut.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg

from tests.app.ports import find_unused_port

OLDEST_VERSION: Final = 15
_EXPLICIT: Final = "SHIKAKU_POSTGRESQL_BIN"
_SYSTEM_FOLDER: Final = Path("/usr/lib/postgresql")
_USER: Final = "shikaku_tests"
_MEMORY_FOLDER: Final = Path("/dev/shm")  # noqa: S108 - the folder in it is made by mkdtemp
_ROOM: Final = 2 * 1024**3
_UNPRIVILEGED: Final = ("postgres", "nobody")
_SECONDS_TO_START: Final = 60
_SECONDS_TO_END: Final = 20
_SETTINGS: Final = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "max_wal_size=128MB",
)


class PostgreSQLServerError(Exception):
    """The server cannot be had; the message says what was looked for and where."""


@contextmanager
def running_server() -> Iterator[str]:
    """Give the address of a server made for this block, as a user who may create databases.

    Raises :class:`PostgreSQLServerError`.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="shikaku-postgresql-", dir=_in_memory()))
    try:
        password = secrets.token_hex(16)
        _make_cluster(programs, folder, password)
        port = find_unused_port()
        url = f"postgresql://{_USER}:{password}@127.0.0.1:{port}/postgres"
        process = _start(programs, folder, port)
        try:
            _wait_until_it_answers(url, process, folder)
            yield url
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """Give the folder of `initdb` and `postgres`, version 15 or newer.

    It is SHIKAKU_POSTGRESQL_BIN, if that is set, else the first that serves of PATH and Debian's folders, newest first.

    Raises :class:`PostgreSQLServerError`.
    """
    looked_in = _places()
    for folder in looked_in:
        if (_version_in(folder) or 0) >= OLDEST_VERSION:
            return folder
    places = ", ".join(map(str, looked_in)) if os.environ.get(_EXPLICIT) else f"PATH and {_SYSTEM_FOLDER}/*/bin"
    raise PostgreSQLServerError(
        f"no PostgreSQL server: looked for initdb and postgres, version {OLDEST_VERSION} or newer, in {places}; "
        f"install the package postgresql or set {_EXPLICIT}"
    )


def require_server_at(url: str) -> None:
    """Ask a server that somebody gave for its version.

    Raises :class:`PostgreSQLServerError` if it does not answer or is too old.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        kind = type(error).__name__  # its text may repeat the address, and so a password
        raise PostgreSQLServerError(f"no PostgreSQL answers at {urlsplit(url).hostname}: {kind}") from None
    if version < OLDEST_VERSION:
        raise PostgreSQLServerError(f"PostgreSQL {OLDEST_VERSION} or newer is needed, and the one given is {version}")


def _places() -> list[Path]:
    if explicit := os.environ.get(_EXPLICIT):
        return [Path(explicit)]
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    numbered = [folder for folder in _SYSTEM_FOLDER.glob("*/bin") if folder.parent.name.isdecimal()]
    return [*on_path, *sorted(numbered, key=lambda folder: int(folder.parent.name), reverse=True)]


def _in_memory() -> Path | None:
    """A folder without a disk under it, where databases come and go some ten times faster; None if too small."""
    is_roomy = _MEMORY_FOLDER.is_dir() and shutil.disk_usage(_MEMORY_FOLDER).free >= _ROOM
    return _MEMORY_FOLDER if is_roomy else None


def _version_in(folder: Path) -> int | None:
    if not (folder / "initdb").is_file():
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else None


def _make_cluster(programs: Path, folder: Path, password: str) -> None:
    """Make the server's files, open to one user with a password."""
    (folder / "password").write_text(password)
    _give_away(folder)
    made = subprocess.run(
        [
            programs / "initdb",
            *("--pgdata", folder / "data", "--no-sync", "--locale=C", "--encoding=UTF8"),
            *("--username", _USER, "--pwfile", folder / "password", "--auth=scram-sha-256"),
        ],
        **_as_the_servers_user(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS_TO_START,
    )
    if made.returncode != 0:
        raise PostgreSQLServerError(f"initdb failed: {made.stderr.strip()}")


def _start(programs: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start it apart from our terminal, whose Ctrl-C is for the tests alone; if we are killed, it ends too."""
    settings: Sequence[str] = [word for setting in _SETTINGS for word in ("-c", setting)]
    ends_with_us = [found, "--pdeathsig=INT", "--"] if (found := shutil.which("setpriv")) else []
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*ends_with_us, programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, *settings],
            **_as_the_servers_user(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=5):
            return
        time.sleep(0.05)
    said = (folder / "log").read_text(errors="replace").strip()
    raise PostgreSQLServerError(f"the PostgreSQL server does not start; it said: {said[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End it without waiting for those still connected; if it does not end so, at once, and then by force."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(request)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_SECONDS_TO_END)
            return


def _servers_user() -> pwd.struct_passwd | None:
    """Whom to run it as: PostgreSQL refuses to run as root. None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgreSQLServerError(f"PostgreSQL does not run as root: looked for the users {', '.join(_UNPRIVILEGED)}")


def _give_away(folder: Path) -> None:
    if user := _servers_user():
        for path in (folder, *folder.iterdir()):
            os.chown(path, user.pw_uid, user.pw_gid)


def _as_the_servers_user(folder: Path) -> dict[str, Any]:
    """How to start its programs: in its folder, as its user, and without settings meant for others."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    user = _servers_user()
    ids = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {"cwd": folder, "env": environ, **ids}
