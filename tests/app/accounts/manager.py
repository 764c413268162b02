"""Whoever manages accounts, as they meet the pages: the lists of one scope, and what is pressed there."""

import re
from dataclasses import dataclass

from werkzeug.test import TestResponse

from app.accounts import find_account
from app.audit.chain import Link
from app.audit.table import read_links
from app.services import Services
from app.state.models import Account
from tests.app.browser import Browser

ONE_TIME = re.compile(r"<code>([^<]+)</code>")


@dataclass(frozen=True)
class Manager:
    """``address``: of the list."""

    browser: Browser
    services: Services
    address: str

    def list(self, query: str = "") -> list[str]:
        """The ユーザID on a page of the list."""
        return re.findall(r'class="row-link"[^>]*>([^<]+)<', self.browser.get(self.address + query).text)

    def states(self, user_id: str) -> str:
        """How the list says that an account stands."""
        page = self.browser.get(f"{self.address}?user_id={user_id}").text
        found = re.search(r'data-label="状態">([^<]*)<', page)
        assert found
        return found[1]

    def create(self, user_id: str, role: str, **fields: str) -> TestResponse:
        return self.browser.post(f"{self.address}/new", {"user_id": user_id, "role": role, **fields})

    def path(self, user_id: str, action: str = "") -> str:
        account_id = account_of(self.services, user_id).id
        return f"{self.address}/{account_id}/{action}" if action else f"{self.address}/{account_id}"

    def page(self, user_id: str) -> str:
        answer = self.browser.get(self.path(user_id))
        assert answer.status_code == 200
        return answer.text

    def do(self, action: str, user_id: str) -> TestResponse:
        return self.browser.post(self.path(user_id, action))


def account_of(services: Services, user_id: str) -> Account:
    with services.database.session() as session:
        return find_account(session, user_id)


def one_time_password(answer: TestResponse) -> str:
    assert answer.status_code == 200
    (password,) = ONE_TIME.findall(answer.text)
    return str(password)


def events(services: Services) -> list[Link]:
    """The whole trail."""
    with services.database.session() as session:
        return list(read_links(session))
