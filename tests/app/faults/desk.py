"""Somebody at a desk when a part of the service fails: what they ask for, and what they may be shown."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Self

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.state.database import Database
from app.state.models import AuditEvent, StoredSearch
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.lookup.people import TARO_TYPED
from tests.app.records import ICHIRO_TYPED

NOBODY_TYPED: Final = {**ICHIRO_TYPED, "name": "新橋零郎"}

NOT_NOBODY: Final = "該当者がいないという意味ではありません"

OF_AN_ANSWER: Final = (
    *("新橋　一郎", "新橋　太郎", "ｼﾝﾊﾞｼ", "06139000", "12345", "東京新橋サンプル保険者", "北海道新聞社", "500-1"),
    *("存在しません", "検索結果：", "この資格は", "複数の資格該当者", "/lookup/searches/", "/lookup/results/"),
)
"""What stands on a list, a confirmation or the page that says 存在しません, and nowhere else."""

OF_THE_INSIDE: Final = ("Traceback", "File &#34;", "sqlalchemy", "sqlite", "psycopg", "audit_event", "OperationalError")

CLOSED_WITHIN_S: Final = 6.0
"""How long staff wait for the page that says to try again, as docs/failure-modes.md promises."""

SILENT_SERVER_CLOSED_WITHIN_S: Final = 10.0
"""The same where a PostgreSQL server neither answers nor is away."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, however it was asked for. ``location``: where it leads."""

    status: int
    page: str
    location: str = ""
    retry_after: str = ""

    @classmethod
    def of(cls, response: TestResponse) -> Self:
        """One of Flask's own client."""
        headers = response.headers
        return cls(response.status_code, response.text, headers.get("Location", ""), headers.get("Retry-After", ""))


@dataclass(frozen=True, slots=True)
class Stored:
    """What a database holds that a look-up writes."""

    events: int
    searches: int

    @classmethod
    def in_(cls, database: Database) -> Self:
        """Count them."""
        with database.session() as session:
            events = session.scalar(select(func.count()).select_from(AuditEvent))
            searches = session.scalar(select(func.count()).select_from(StoredSearch))
        return cls(events or 0, searches or 0)


Send = Callable[[str, Mapping[str, str] | None], Answer]
"""Ask for a page, or send a form to it; from several threads at once."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A log-in with a list and a confirmation at hand, opened while all was well."""

    send: Send
    database_url: str
    token: str
    list_page: str
    confirmation: str

    @classmethod
    def at(cls, app: Flask) -> Self:
        """At the service in this process."""
        browser = Browser(app)
        assert browser.log_in("medical_viewer").location == "/menu"
        return cls.of(browser)

    @classmethod
    def of(cls, browser: Browser) -> Self:
        """Whoever is logged in already."""
        url = services_of(browser.app).settings.database_url
        token = browser.csrf_token()  # the cookie holds it from now on
        return cls.with_pages_of(sender(browser.app, browser.cookie()), token, url)

    @classmethod
    def with_pages_of(cls, send: Send, token: str, database_url: str) -> Self:
        """Find several people, and one."""
        listed = send("/lookup", {**TARO_TYPED, "csrf_token": token}).location
        shown = send("/lookup", {**ICHIRO_TYPED, "csrf_token": token}).location
        assert (listed[:17], shown[:16]) == ("/lookup/searches/", "/lookup/results/")
        return cls(send, database_url, token, listed, shown)

    def get(self, path: str) -> Answer:
        return self.send(path, None)

    def look_up(self, typed: Mapping[str, str] = ICHIRO_TYPED) -> Answer:
        return self.send("/lookup", {**typed, "csrf_token": self.token})

    def ask_for_everything(self) -> Sequence[Answer]:
        """Look-ups that find one, several and nobody, the list again, and the confirmation again; all at once."""
        with ThreadPoolExecutor() as pool:
            looked_up = [pool.submit(self.look_up, typed) for typed in (ICHIRO_TYPED, TARO_TYPED, NOBODY_TYPED)]
            opened = [pool.submit(self.get, page) for page in (self.list_page, self.confirmation)]
            return [asked.result() for asked in (*looked_up, *opened)]

    def stored(self) -> Stored:
        """What there is of events and searches, read past the service's own connections."""
        with closing(Database(self.database_url)) as database:
            return Stored.in_(database)


def sender(app: Flask, cookie: str) -> Send:
    """Requests of one log-in to a service in this process."""

    def send(path: str, form: Mapping[str, str] | None) -> Answer:
        browser = Browser(app)
        browser.client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
        return Answer.of(browser.get(path) if form is None else browser.client.post(path, data=form))

    return send


def assert_nothing_is_shown(*answers: Answer) -> None:
    """503, no word of an answer, and none that could be taken for one."""
    for answer in answers:
        assert (answer.status, answer.location, answer.retry_after) == (503, "", "60"), answer.page
        assert [word for word in (*OF_AN_ANSWER, *OF_THE_INSIDE) if word in answer.page] == []
        assert NOT_NOBODY in answer.page


def assert_all_is_shown(desk: Desk) -> None:
    """The same log-in goes on where it was."""
    one, several, nobody, listed, shown = desk.ask_for_everything()
    assert [answer.status for answer in (one, several, nobody)] == [303, 303, 303]
    assert "新橋　一郎" in desk.get(one.location).page
    assert "存在しません" in desk.get(nobody.location).page
    assert (listed.status, listed.page.count("新橋　太郎") >= 2) == (200, True)
    assert (shown.status, "新橋　一郎" in shown.page) == (200, True)


def assert_the_chain_is_whole(app: Flask) -> None:
    """The latest checkpoint taken, everything it tells of is there and unchanged."""
    parts = services_of(app)
    parts.audit.close()
    finding = verify_stored(Standing(parts.database, parts.audit.trail.keys, parts.settings.audit_checkpoint_file))
    assert finding.is_intact, (finding.verification.broken, finding.checkpoint_problem)
