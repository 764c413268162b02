"""A browser as the service sees one: it keeps its cookie, and sends each form with the form's own CSRF token."""

import re
from collections.abc import Mapping
from typing import Final

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD: Final = "correct horse battery staple"

_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, buffered=True)

    def post(self, path: str, data: Mapping[str, str] | None = None) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf_token(), **(data or {})})

    def log_in(self, user_id: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login", {"user_id": user_id, "password": password})

    def csrf_token(self) -> str:
        page = self.client.get("/menu", follow_redirects=True).get_data(as_text=True)
        found = _TOKEN.search(page)
        assert found, "no page gave a CSRF token"
        return found[1]

    def cookie(self) -> str:
        """The value of the one cookie, or nothing."""
        found = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return found.value if found else ""
