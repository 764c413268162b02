"""Two institutions: the sample one, with a second administrator, and a neighbour."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts import create_account
from app.institutions import create_institution, find_institution
from app.roles import Role
from app.settings import Settings
from app.state.database import Database
from tests.app.accounts.manager import Manager
from tests.app.browser import PASSWORD, Browser
from tests.app.conftest import services_of


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Here the database also has ``second`` (administrator), and ``neighbour`` and ``neighbour.admin`` elsewhere."""
    database = Database(settings.database_url)
    with database.session() as session:
        ours = find_institution(session, "1312345678")
        theirs = create_institution(session, "1398765432", "となりの医療機関")
        for user_id, role, institution in (
            ("second", Role.ADMINISTRATOR, ours),
            ("neighbour", Role.GENERAL, theirs),
            ("neighbour.admin", Role.ADMINISTRATOR, theirs),
        ):
            create_account(session, user_id=user_id, role=role, institution=institution, password=PASSWORD)
    database.close()
    return settings


@pytest.fixture
def administrator(app: Flask, client_as: Callable[[Role], Browser]) -> Manager:
    """The sample institution's, at its pages."""
    return Manager(client_as(Role.ADMINISTRATOR), services_of(app), "/accounts")


@pytest.fixture
def operator(app: Flask, client_as: Callable[[Role], Browser]) -> Manager:
    """The 実施機関, at the console's pages."""
    return Manager(client_as(Role.OPERATOR), services_of(app), "/operator/accounts")


@pytest.fixture(params=[(Role.ADMINISTRATOR, "/accounts"), (Role.OPERATOR, "/operator/accounts")], ids=["own", "all"])
def manager(request: pytest.FixtureRequest, app: Flask, client_as: Callable[[Role], Browser]) -> Manager:
    """Each of the two: what is true of both."""
    role, address = request.param
    return Manager(client_as(role), services_of(app), address)


@pytest.fixture
def user(app: Flask, client_as: Callable[[Role], Browser]) -> Browser:
    """The account ``general``, at work."""
    return client_as(Role.GENERAL)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser that is not logged in."""
    return Browser(app)
