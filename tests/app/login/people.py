"""Whoever logs in: from an address of their own, with a telephone that makes codes, reading what pages show once."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pyotp
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.services import Services
from app.state.models import Account, AuditEvent
from tests.app.browser import Browser
from tests.app.moments import StoppedClock

CLINIC: Final = "192.0.2.10"
ELSEWHERE: Final = "198.51.100.20"
NEW_PASSWORD: Final = "purple kettle under the bridge"

_SECRET: Final = re.compile(r'class="secret">([A-Z2-7 ]+)<')
_SEALED: Final = re.compile(r'name="sealed" value="([^"]+)"')
_RECOVERY_CODE: Final = re.compile(r"<li>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</li>")


@dataclass
class Phone:
    """An authenticator app that read a secret. Its clock may be some seconds off."""

    secret: str
    clock: StoppedClock
    seconds_off: int = 0

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.clock.now() + timedelta(seconds=self.seconds_off))

    def next_code(self) -> str:
        """The code that follows: the one shown now may have been used."""
        self.clock.advance(timedelta(seconds=30))
        return self.code()


def at(app: Flask, address: str) -> Browser:
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def shown_secret(page: str) -> str:
    found = _SECRET.search(page)
    assert found, "the page shows no secret"
    return found[1].replace(" ", "")


def sealed_secret(page: str) -> str:
    found = _SEALED.search(page)
    assert found, "the page has no sealed secret"
    return html.unescape(found[1])


def shown_recovery_codes(page: str) -> list[str]:
    return _RECOVERY_CODE.findall(page)


def enrol(browser: Browser, clock: StoppedClock, path: str = "/login") -> tuple[Phone, TestResponse]:
    """From the page with the QR code at the stage of a first log-in to the one with the recovery codes."""
    page = browser.get(path).text
    phone = Phone(shown_secret(page), clock)
    return phone, browser.post(path, {"sealed": sealed_secret(page), "code": phone.code()})


def must_change(services: Services, user_id: str) -> None:
    """Somebody else made the account's password."""
    with services.database.session() as session:
        session.execute(update(Account).where(Account.user_id == user_id).values(must_change_password=True))


def trail(services: Services) -> Sequence[AuditEvent]:
    """The audit trail, in order."""
    with services.database.session() as session:
        return session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()


def told(services: Services) -> list[tuple[str, str]]:
    """Kind and outcome of every event."""
    return [(event.kind, event.outcome) for event in trail(services)]


def is_in(browser: Browser) -> bool:
    answer = browser.get("/menu")
    assert answer.status_code == 200 or answer.location == "/login"
    return answer.status_code == 200
