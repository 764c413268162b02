"""Somebody who uses a service in another process: one cookie, and a connection of its own for each request."""

import re
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Final
from urllib.parse import urlencode

from tests.app.browser import PASSWORD

_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie = ""

    def get(self, path: str) -> tuple[int, str]:
        """Status and page."""
        answer, page = self._send("GET", path)
        return answer.status, page

    def log_in(self, user_id: str) -> str:
        """Where the log-in leads; the cookie of its answer is kept."""
        form, page = self._send("GET", "/login")
        self._cookie = _cookie_of(form)
        token = _TOKEN.search(page)
        assert token, "the log-in page gave no CSRF token"
        answer, _ = self._send("POST", "/login", {"csrf_token": token[1], "user_id": user_id, "password": PASSWORD})
        self._cookie = _cookie_of(answer)
        return answer.headers["Location"]

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> tuple[HTTPResponse, str]:
        """Ask for a page, or send a form just as it is; the answer and its page."""
        return self._send("GET" if form is None else "POST", path, form)

    def csrf_token(self) -> str:
        """Of this visitor, on every page the same."""
        token = _TOKEN.search(self.get("/menu")[1])
        assert token, "the menu gave no CSRF token"
        return token[1]

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Status, and where the answer leads; the form's token is that of the menu."""
        answer, _ = self._send("POST", path, {"csrf_token": self.csrf_token(), **form})
        return answer.status, answer.headers.get("Location", "")

    def _send(self, method: str, path: str, form: Mapping[str, str] | None = None) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body=urlencode(form) if form else None, headers=headers)
            answer = connection.getresponse()
            self._cookie = _cookie_of(answer) or self._cookie
            return answer, answer.read().decode()
        finally:
            connection.close()


def _cookie_of(answer: HTTPResponse) -> str:
    return answer.headers.get("Set-Cookie", "").partition(";")[0]
