"""The one-time password is on one answer, and nowhere else."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import MetaData, select

from app.accounts import temporary_password
from app.passwords import problem_with
from app.roles import Role
from app.services import Services
from app.state.database import Database
from tests.app.accounts.manager import Manager, one_time_password
from tests.app.browser import Browser

Make = Callable[[Manager], str]


def by_creating(manager: Manager) -> str:
    return one_time_password(manager.create("reception", "general", institution="1312345678"))


def by_resetting(manager: Manager) -> str:
    return one_time_password(manager.do("reset", "general"))


@pytest.mark.parametrize("make", [by_creating, by_resetting])
def test_it_is_in_no_log_cookie_address_or_later_page(
    manager: Manager, capfd: pytest.CaptureFixture[str], services: Services, make: Make
) -> None:
    password = make(manager)
    manager.browser.get(
        "/menu",
    )
    assert password not in manager.browser.cookie()
    for path in ("", "/new", "?user_id=general"):
        assert password not in manager.browser.get(manager.address + path).text
    assert password not in manager.page("general")
    out, err = capfd.readouterr()
    assert '"request"' in out + err
    assert password not in out + err
    assert password not in everything_stored(services.database)


@pytest.mark.parametrize("make", [by_creating, by_resetting])
def test_its_page_is_stored_by_nobody(manager: Manager, make: Make) -> None:
    answers = []
    post = manager.browser.client.post
    manager.browser.client.post = lambda *args, **more: answers.append(post(*args, **more)) or answers[-1]  # type: ignore[method-assign, func-returns-value]
    make(manager)
    assert answers[-1].headers["Cache-Control"] == "no-store"
    assert answers[-1].location is None


def test_each_is_another_and_obeys_the_rules_for_passwords() -> None:
    made = {temporary_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        assert re.fullmatch(r"([b-df-hj-km-np-tv-z2-9]{4}-){3}[b-df-hj-km-np-tv-z2-9]{4}", password)
        assert problem_with(password, "reception") is None


@pytest.mark.parametrize("address", ["/new", "/{id}/disable", "/{id}/reset"])
def test_nothing_is_done_without_the_forms_token(manager: Manager, services: Services, address: str) -> None:
    path = manager.address + address.format(id=manager.path("general").rsplit("/", 1)[1])
    for data in ({}, {"csrf_token": Browser(manager.browser.app).csrf_token()}):
        answer = manager.browser.client.post(path, data={"user_id": "new", "role": "general", **data})
        assert answer.status_code == 400
    assert manager.states("general") == "利用中"


@pytest.mark.parametrize("role", [Role.MEDICAL_VIEWER, Role.GENERAL, Role.OTHER])
@pytest.mark.parametrize("path", ["/accounts", "/accounts/new", "/operator/accounts", "/operator/accounts/1"])
def test_for_every_other_account_there_are_no_such_pages(
    client_as: Callable[[Role], Browser], role: Role, path: str
) -> None:
    browser = client_as(role)
    assert browser.get(path).status_code == 404
    assert "アカウント管理" not in browser.get("/menu").text


def test_the_menu_leads_the_administrator_there(administrator: Manager) -> None:
    page = administrator.browser.get("/menu").text
    assert '<a class="menu-item" href="/accounts">アカウント管理</a>' in page


def everything_stored(database: Database) -> str:
    found = MetaData()
    found.reflect(database.engine)
    with database.engine.connect() as connection:
        return str([connection.execute(select(table)).all() for table in found.tables.values()])
