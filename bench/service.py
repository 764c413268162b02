"""The service as it runs for staff, in a process of its own, and a client that fills its form."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import urllib3

from bench.questions import Question
from indexer.feed.dates import JAPAN

_COMMANDS = Path(sys.executable).parent
_READY_WITHIN_S = 60.0
_INSTITUTION = "1312345678"
_LIMITS = (
    "LOOK_UPS_PER_MINUTE",
    "ACCOUNT_LOOK_UPS_PER_HOUR",
    "ACCOUNT_LOOK_UPS_PER_DAY",
    "INSTITUTION_LOOK_UPS_PER_HOUR",
    "INSTITUTION_LOOK_UPS_PER_DAY",
)
_BANNER = "この資格は"
_LIST = "検索結果："
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@contextmanager
def served(folder: Path, engine_url: str, clients: int) -> Iterator[list["FormClient"]]:
    """Serve what the engine holds, with an open window and an account, and give logged-in clients."""
    port = _free_port()
    given, password = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    environ = {
        **os.environ,
        "SHIKAKU_ENGINE_URL": engine_url,
        "SHIKAKU_DATABASE_URL": f"sqlite:///{folder / 'service.sqlite'}",
        "SHIKAKU_KEY_FILE": str(folder / "keys.json"),
        "SHIKAKU_AUDIT_CHECKPOINT_FILE": str(folder / "audit-checkpoint.json"),
        "SHIKAKU_REQUIRE_TOTP": "0",
        "SHIKAKU_SESSIONS_PER_ACCOUNT": str(clients),
        **{f"SHIKAKU_{limit}": "1000000" for limit in _LIMITS},
        "SHIKAKU_LOG_LEVEL": "error",
        "PORT": str(port),
    }
    _set_up(environ, given)
    server = subprocess.Popen([_COMMANDS / "shikaku", "serve"], env=environ)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, server)
        FormClient(url).choose_password(given, password)
        yield [FormClient(url).log_in(password) for _ in range(clients)]
    finally:
        server.terminate()
        server.wait(timeout=30)


class FormClient:
    """A browser's part: keeps the connection, the cookie and the form's token."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(maxsize=1)
        self._cookies: SimpleCookie = SimpleCookie()
        self._token = self._read_token(self._get("/login"))

    def choose_password(self, given: str, password: str) -> None:
        """The account's first log-in: a password of its own in the place of the one that it was given."""
        self._post("/login", {"user_id": "bench", "password": given})
        self._token = self._read_token(self._get("/login"))
        self._post("/login", {"new_password": password, "repeated_password": password})

    def log_in(self, password: str) -> Self:
        """Log in, and open the form."""
        self._post("/login", {"user_id": "bench", "password": password})
        self._token = self._read_token(self._get("/lookup"))
        return self

    def look_up(self, question: Question) -> None:
        """Send the form and read the page that answers it."""
        location = self._post("/lookup", question.form)
        page = self._get(location)
        if _BANNER not in page and _LIST not in page:
            msg = "a person of the sample was not found"
            raise RuntimeError(msg)

    def _get(self, path: str) -> str:
        answer = self._pool.request("GET", self._url + path, headers=self._headers(), redirect=False)
        self._cookies.load(answer.headers.get("set-cookie", ""))
        if answer.status != 200:  # noqa: PLR2004 -- HTTP OK
            msg = f"GET answered {answer.status}"
            raise RuntimeError(msg)
        return answer.data.decode()

    def _post(self, path: str, fields: Mapping[str, str]) -> str:
        body = urlencode({**fields, "csrf_token": self._token})
        headers = {**self._headers(), "content-type": "application/x-www-form-urlencoded"}
        answer = self._pool.request("POST", self._url + path, body=body, headers=headers, redirect=False)
        self._cookies.load(answer.headers.get("set-cookie", ""))
        if answer.status != 303:  # noqa: PLR2004 -- HTTP See Other
            msg = f"POST {path} answered {answer.status}"
            raise RuntimeError(msg)
        return str(answer.headers["location"])

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())}

    @staticmethod
    def _read_token(page: str) -> str:
        found = _TOKEN.search(page)
        if found is None:
            msg = "the page holds no form"
            raise RuntimeError(msg)
        return found.group(1)


def _set_up(environ: Mapping[str, str], password: str) -> None:
    today = datetime.now(JAPAN).date()
    last = today + timedelta(days=1)
    for arguments, typed in (
        (["keys", "create"], None),
        (["db", "upgrade"], None),
        (["institution", "create", _INSTITUTION, "計測医療機関"], None),
        (["account", "create", "bench", "--role", "medical_viewer", "--institution", _INSTITUTION], f"{password}\n"),
        (["window", "open", "--all", "--from", today.isoformat(), "--to", last.isoformat()], None),
    ):
        subprocess.run(
            [_COMMANDS / "shikaku", *arguments], env=environ, input=typed, text=True, check=True, stdout=sys.stderr
        )


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < give_up and server.poll() is None:
        try:
            if urllib3.request("GET", f"{url}/readyz", retries=False, timeout=5).status == 200:  # noqa: PLR2004
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.2)
    msg = "the service did not become ready"
    raise RuntimeError(msg)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
