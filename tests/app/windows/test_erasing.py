"""Searches end with their window; nobody else's do."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import create_account
from app.groups import add_members, create_group, remove_member
from app.institutions import create_institution, find_institution
from app.roles import Role
from app.services import Services
from app.state.models import StoredSearch, Window
from app.windows import change_window, close_all_windows, close_window, open_window
from tests.app.browser import PASSWORD, Browser
from tests.app.moments import NOON_IN_JAPAN
from tests.app.records import ICHIRO_TYPED
from tests.app.windows.moments import day


def stored(services: Services) -> int:
    with services.database.session() as session:
        return session.scalar(select(func.count()).select_from(StoredSearch)) or 0


def commit(services: Services, change: Callable[[Session], object]) -> None:
    """As commands and the console do."""
    services.audit.commit(lambda transaction: change(transaction.session))


def search(browser: Browser) -> str:
    """Where the one person that is found is shown."""
    answer = browser.post("/lookup", ICHIRO_TYPED)
    assert answer.status_code == 303, answer.text
    assert browser.get(answer.headers["Location"]).status_code == 200
    return answer.headers["Location"]


@pytest.fixture
def desk(client_as: Callable[[Role], Browser]) -> Browser:
    return client_as(Role.MEDICAL_VIEWER)


@pytest.fixture
def neighbour(app: Flask, services: Services) -> Browser:
    """Somebody at another institution, which has a window of its own."""
    with services.database.session() as session:
        pharmacy = create_institution(session, "1398765432", "サンプル薬局")
        create_account(session, user_id="neighbour", role=Role.MEDICAL_VIEWER, institution=pharmacy, password=PASSWORD)
        open_window(session, pharmacy, day(1), day(30))
    browser = Browser(app)
    assert browser.log_in("neighbour").status_code == 303
    return browser


def the_window(session: Session) -> Window:
    clinic = find_institution(session, "1312345678")
    return session.scalars(select(Window).where(Window.institution_id == clinic.id)).one()


def test_closing_a_window_erases_its_institutions_searches_and_no_others(
    desk: Browser, neighbour: Browser, services: Services
) -> None:
    result, other = search(desk), search(neighbour)
    before = stored(services)
    commit(services, lambda session: close_window(session, the_window(session).id, NOON_IN_JAPAN))
    assert stored(services) == before / 2
    assert desk.get(result).status_code == 403
    assert neighbour.get(other).status_code == 200


def test_what_was_shown_does_not_come_back_with_another_window(desk: Browser, services: Services) -> None:
    result = search(desk)
    commit(services, lambda session: close_all_windows(session, NOON_IN_JAPAN))
    commit(services, lambda session: open_window(session, None, day(1), day(30)))
    assert desk.get(result).status_code == 404
    search(desk)


def test_searches_stay_where_another_window_is_open(desk: Browser, services: Services) -> None:
    result = search(desk)

    def close_one_of_two(session: Session) -> None:
        window = the_window(session)
        session.add(Window(opens_on=day(1), closes_on=day(30)))  # as earlier versions allowed
        close_window(session, window.id, NOON_IN_JAPAN)

    commit(services, close_one_of_two)
    assert desk.get(result).status_code == 200


def test_a_change_that_ends_the_window_today_erases_them_too(desk: Browser, services: Services) -> None:
    result = search(desk)

    def end_yesterday(session: Session) -> None:
        window = the_window(session)
        change_window(
            session, window.id, opens_on=day(1), closes_on=day(11), outage=None, strict=False, now=NOON_IN_JAPAN
        )

    commit(services, end_yesterday)
    assert (stored(services), desk.get(result).status_code) == (0, 403)


def test_leaving_the_group_whose_window_is_open_ends_the_use(desk: Browser, services: Services) -> None:
    def open_for_group(session: Session) -> None:
        close_all_windows(session, NOON_IN_JAPAN)
        group = create_group(session, "東京都")
        add_members(session, group, [find_institution(session, "1312345678")], now=NOON_IN_JAPAN)
        open_window(session, None, day(1), day(30), group=group)

    def leave(session: Session) -> None:
        window = session.scalars(select(Window).where(Window.group_id.is_not(None))).one()
        assert window.group
        remove_member(session, window.group, find_institution(session, "1312345678"), now=NOON_IN_JAPAN)

    commit(services, open_for_group)
    result = search(desk)
    commit(services, leave)
    assert (stored(services), desk.get(result).status_code) == (0, 403)
