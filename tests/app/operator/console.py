"""The 実施機関 at its console, and what the trail and the database hold afterwards."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.services import Services
from app.state.models import AuditEvent
from tests.app.browser import Browser

CLINIC: Final = "1312345678"
"""The institution that every test's database has, with a window in November 2025."""

_VALUE: Final = re.compile(r'<input[^>]*? name="(?P<name>[a-z_]+)" value="(?P<value>[^"]*)"')
_CHOICE_OR_TOKEN: Final = re.compile('type="(checkbox|radio)"|name="csrf_token"')
_TEXTAREA: Final = re.compile(r'<textarea[^>]*? name="(?P<name>[a-z_]+)"[^>]*>\n?(?P<value>.*?)</textarea>', re.DOTALL)
_MESSAGES: Final = re.compile(r'id="(?P<field>[a-z_]+)-error">(?P<messages>.*?)</div>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event, as far as these tests look at it."""

    kind: str
    subject: str
    details: Mapping[str, Any]
    user_id: str


@dataclass(frozen=True, slots=True)
class Console:
    browser: Browser
    services: Services

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path)

    def page(self, path: str) -> str:
        """The text of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, path
        return html.unescape(answer.text)

    def post(self, path: str, **typed: str) -> TestResponse:
        return self.browser.post(path, typed)

    def done(self, path: str, **typed: str) -> str:
        """Send a form that can be done; the page that it leads to."""
        answer = self.post(path, **typed)
        assert answer.status_code == 303, messages(answer)
        return self.page(answer.location)

    def refused(self, path: str, **typed: str) -> Mapping[str, str]:
        """Send a form that cannot be done; the messages at each field. Nothing may have been recorded."""
        before = self.events()
        answer = self.post(path, **typed)
        assert answer.status_code == 422
        assert "エラー：" in answer.text.partition("</title>")[0]
        assert self.events() == before
        return messages(answer)

    def events(self, *kinds: str) -> list[Recorded]:
        """What is recorded of these kinds, or of every kind, in its order."""
        with self.services.database.session() as session:
            rows = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
        return [
            Recorded(row.kind, row.subject, json.loads(row.details), row.user_id)
            for row in rows
            if not kinds or row.kind in kinds
        ]


def messages(answer: TestResponse) -> Mapping[str, str]:
    """The messages at each field of a form."""
    return {
        found["field"]: " ".join(re.findall("<p>エラー：(.*?)</p>", html.unescape(found["messages"])))
        for found in _MESSAGES.finditer(answer.text)
    }


def values(page: str) -> Mapping[str, str]:
    """What stands in the text fields of a form, hidden ones among them."""
    return {
        found["name"]: html.unescape(found["value"])
        for pattern in (_VALUE, _TEXTAREA)
        for found in pattern.finditer(page)
        if not _CHOICE_OR_TOKEN.search(found[0])
    }
