from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.roles import Role
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.moments import NOON_IN_JAPAN, StoppedClock
from tests.app.operator.console import Console


@pytest.fixture
def clock() -> StoppedClock:
    """Noon of 12 December 2025 in Japan, when no window is open."""
    return StoppedClock(NOON_IN_JAPAN + timedelta(days=30))


@pytest.fixture
def console(app: Flask, client_as: Callable[[Role], Browser]) -> Console:
    """The 実施機関, logged in."""
    return Console(client_as(Role.OPERATOR), services_of(app))
