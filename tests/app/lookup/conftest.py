"""Somebody at a clinic's desk who may look patients up, with the people of `people.py` in a real embedded engine."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.roles import Role
from app.settings import Settings
from engine.open import open_engine
from tests.app.browser import Browser
from tests.app.lookup.counting_engine import CountingEngine
from tests.app.lookup.people import EVERYBODY
from tests.app.records import publish


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return publish(tmp_path_factory.mktemp("people") / "engine", EVERYBODY)


@pytest.fixture
def engine(settings: Settings) -> CountingEngine:
    return CountingEngine(open_engine(settings.engine_url))


@pytest.fixture
def app(make_app: Callable[..., Flask], engine: CountingEngine) -> Flask:
    return make_app(engine=engine)


@pytest.fixture
def staff(client_as: Callable[[Role], Browser]) -> Browser:
    return client_as(Role.MEDICAL_VIEWER)
