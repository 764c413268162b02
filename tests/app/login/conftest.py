"""Services of other settings, and an account that has its second factor."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.services import Services
from app.settings import Settings
from tests.app.conftest import services_of
from tests.app.login.people import CLINIC, Phone, at, enrol, shown_recovery_codes
from tests.app.moments import StoppedClock


@pytest.fixture
def strict_app(make_app: Callable[..., Flask], settings: Settings) -> Flask:
    """The service where every account must have a second factor."""
    return make_app(settings=replace(settings, require_totp=True))


@pytest.fixture
def strict_services(strict_app: Flask) -> Services:
    """What its views use."""
    return services_of(strict_app)


@pytest.fixture
def enrolled(strict_app: Flask, clock: StoppedClock) -> tuple[Phone, list[str]]:
    """The telephone and the recovery codes of the account `general`, which is not logged in."""
    browser = at(strict_app, CLINIC)
    browser.log_in("general")
    phone, page = enrol(browser, clock)
    browser.post("/logout")
    return phone, shown_recovery_codes(page.text)
