"""Every endpoint of the access table that shows something of a patient, or changes anything, needs its event."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from flask import Flask
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from app.access import RULES
from app.accounts import find_account
from app.groups import create_group
from app.roles import Role
from app.services import Services
from app.state.database import Database
from app.state.models import AuditEvent, Base
from tests.app.browser import PASSWORD, Browser
from tests.app.faults.desk import NOBODY_TYPED, Answer, assert_nothing_is_shown
from tests.app.login.people import NEW_PASSWORD
from tests.app.lookup.people import TARO_TYPED
from tests.app.operator.console import CLINIC
from tests.app.records import ICHIRO_TYPED

SHOW_NOTHING_OF_A_PATIENT: Final = frozenset(
    {
        *("static", "health.alive", "health.ready", "login.page", "menu.root", "menu.page", "lookup.form_page"),
        *("notices.list_page", "notices.notice_page"),
        *(f"own_account.{page}" for page in ("page", "password_page", "second_factor_page", "recovery_codes_page")),
        "operator.overview.page",
        *(f"operator.windows.{page}" for page in ("list_page", "page", "new_page", "edit_page", "close_page")),
        *(f"operator.notices.{page}" for page in ("list_page", "page", "new_page")),
        *(f"operator.institutions.{page}" for page in ("list_page", "page", "new_page", "edit_page", "import_page")),
        *(f"operator.groups.{page}" for page in ("list_page", "page", "new_page", "edit_page")),
        *(f"operator.groups.{page}" for page in ("members_page", "delete_page")),
        *(
            f"{pages}.{page}"
            for pages in ("accounts", "operator.accounts")
            for page in ("list_of_accounts", "form", "page", "confirmation")
        ),
    }
)
"""What may be looked at without an event. A page that is in neither list fails."""

_WINDOW: Final = {"opens_on": "2025/12/11", "closes_on": "2025/12/20"}
_SHORTER: Final = {"opens_on": "2025/11/01", "closes_on": "2025/11/29"}
_WORDS: Final = {"title": "件名", "body": "本文"}
_CHANGED: Final = {"password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}


@dataclass(frozen=True, slots=True)
class Request:
    """One that is answered and recorded while all is well. ``refused``: by a refusal, which is recorded too."""

    endpoint: str
    role: Role | None
    path: str
    form: Mapping[str, str] | None = None
    file: bytes = b""
    ends_log_in: bool = False
    refused: bool = False

    def send(self, browser: Browser) -> TestResponse:
        if self.form is None:
            return browser.get(self.path)
        if self.file:
            sent = {"csrf_token": browser.csrf_token(), **self.form, "file": (BytesIO(self.file), "new.csv")}
            return browser.client.post(self.path, data=sent)
        return browser.post(self.path, self.form)


def requests(services: Services, list_page: str, confirmation: str) -> list[Request]:
    """In an order in which each can be done."""
    with services.database.session() as session:
        group = f"/operator/groups/{create_group(session, '東京都').id}"
        general, other = (find_account(session, name).id for name in ("general", "other"))
    viewer, administrator, operator = Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.OPERATOR
    window = "/operator/windows/1"
    return [
        Request("lookup.form_page", Role.OTHER, "/lookup", refused=True),
        Request("lookup.form_page", Role.OPERATOR, "/lookup", refused=True),
        Request("lookup.form_page", Role.GENERAL, "/lookup", refused=True),
        Request("accounts.page", administrator, "/accounts/999999", refused=True),
        Request("login.log_in", None, "/login", {"user_id": "general", "password": PASSWORD}),
        Request("login.log_in", None, "/login", {"user_id": "general", "password": "wrong"}, refused=True),
        Request("login.log_in", None, "/login", {"user_id": "nobody", "password": "wrong"}, refused=True),
        *(Request("lookup.submit", viewer, "/lookup", typed) for typed in (ICHIRO_TYPED, TARO_TYPED, NOBODY_TYPED)),
        Request("lookup.search_page", viewer, list_page),
        Request("lookup.result_page", viewer, confirmation),
        Request("operator.usage.page", operator, "/operator/usage"),
        Request("operator.usage.table_page", operator, "/operator/usage/accounts"),
        Request("operator.usage.table_page", operator, "/operator/usage/accounts?format=csv"),
        Request("operator.windows.open_", operator, "/operator/windows/new", {"target": "all", **_WINDOW, **_WORDS}),
        Request("operator.windows.change", operator, f"{window}/edit", {**_SHORTER, **_WORDS}),
        Request("operator.windows.close", operator, f"{window}/close", _WORDS),
        Request("operator.notices.give", operator, "/operator/notices/new", {"target": "all", **_WORDS}),
        Request(
            *("operator.institutions.create", operator, "/operator/institutions/new"),
            {"code": "1398765432", "name": "となり", "mail_address": ""},
        ),
        Request(
            *("operator.institutions.change", operator, f"/operator/institutions/{CLINIC}/edit"),
            {"name": "あたらしい名", "mail_address": ""},
        ),
        Request(
            *("operator.institutions.import_file", operator, "/operator/institutions/import"),
            {},
            "code,name\r\n1311111111,ファイルの医療機関\r\n".encode(),
        ),
        Request("operator.groups.create", operator, "/operator/groups/new", {"name": "大阪府"}),
        Request("operator.groups.rename", operator, f"{group}/edit", {"name": "江戸"}),
        Request("operator.groups.change_members", operator, f"{group}/members", {"codes": CLINIC}),
        Request("operator.groups.delete", operator, f"{group}/delete", {}),
        Request(
            *("operator.accounts.create", operator, "/operator/accounts/new"),
            {"user_id": "agency", "role": "operator", "institution": ""},
        ),
        Request("operator.accounts.act", operator, f"/operator/accounts/{other}/disable", {}),
        Request("accounts.create", administrator, "/accounts/new", {"user_id": "desk", "role": "general"}),
        Request("accounts.act", administrator, f"/accounts/{general}/reset", {}),
        Request("own_account.set_second_factor", viewer, "/account/second-factor", {"password": "wrong"}, refused=True),
        Request("own_account.make_recovery_codes", viewer, "/account/recovery-codes", {"password": "x"}, refused=True),
        Request("own_account.change_password", viewer, "/account/password", _CHANGED),
        Request("own_account.log_out_everywhere", administrator, "/account/log-out-everywhere", {}, ends_log_in=True),
        Request("login.log_out", operator, "/logout", {}, ends_log_in=True),
    ]


@contextmanager
def events_cannot_be_written(database: Database) -> Iterator[None]:
    """A column of the trail's table has another name: its events can be counted, and none can be added."""
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event RENAME COLUMN details TO moved_away"))
    try:
        yield
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_event RENAME COLUMN moved_away TO details"))


def state(services: Services) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the database; of the trail, how many there are."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "audit_event"]
    with services.database.session() as session:
        rows = {table.name: sorted(map(tuple, session.execute(select(table))), key=repr) for table in tables}
    return {**rows, "audit_event": [(count(services),)]}


def count(services: Services) -> int:
    with services.database.session() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_every_endpoint_that_shows_or_changes_something_is_asked_here(services: Services) -> None:
    asked = {request.endpoint for request in requests(services, "", "") if not request.refused}
    asked |= {"own_account.set_second_factor", "own_account.make_recovery_codes"}
    changing = {endpoint for endpoint, rule in RULES.items() if "POST" in rule.methods}
    assert asked == changing | (set(RULES) - changing - SHOW_NOTHING_OF_A_PATIENT)


def test_without_its_event_none_answers_and_nothing_is_changed(
    app: Flask, services: Services, client_as: Callable[[Role], Browser]
) -> None:
    browsers = {role: client_as(role) for role in Role}
    viewer = browsers[Role.MEDICAL_VIEWER]
    list_page, confirmation = (viewer.post("/lookup", typed).location for typed in (TARO_TYPED, ICHIRO_TYPED))
    everything = requests(services, list_page, confirmation)
    before = state(services)
    with events_cannot_be_written(services.database):
        for request in everything:
            browser = browsers[request.role] if request.role else Browser(app)
            answer = request.send(browser)
            assert answer.status_code == 503, request
            assert_nothing_is_shown(Answer.of(answer))
            assert state(services) == before, request
            if request.ends_log_in and request.role:
                assert browser.get("/account").location == "/login", "the browser is logged out nevertheless"
    for role in (Role.ADMINISTRATOR, Role.OPERATOR):
        browsers[role] = client_as(role)
    for request in everything:
        recorded = count(services)
        answer = request.send(browsers[request.role] if request.role else Browser(app))
        assert (answer.status_code in {401, 403, 404, 422}) == request.refused, (request, answer.text)
        assert answer.status_code < 500, request
        assert count(services) > recorded, request


def test_what_staff_typed_is_erased_whether_or_not_the_trail_can_be_written(
    services: Services, client_as: Callable[[Role], Browser]
) -> None:
    """次の患者へ and クリア take away and show nothing."""
    staff = client_as(Role.MEDICAL_VIEWER)
    list_page = staff.post("/lookup", TARO_TYPED).location
    with events_cannot_be_written(services.database):
        answer = staff.post("/lookup", {"action": "next", "search": list_page.rpartition("/")[2]})
    assert (answer.status_code, answer.location) == (303, "/lookup")
    assert staff.get(list_page).status_code == 404
