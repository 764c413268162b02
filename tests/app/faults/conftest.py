"""A desk at a service that is about to fail, on both kinds of database."""

import pytest
from flask import Flask

from app import logs
from tests.app.faults.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Somebody logged in, with a list and a confirmation open."""
    return Desk.at(app)


@pytest.fixture(autouse=True)
def logs_as_the_service_has_them() -> None:
    """Else what is logged depends on which test ran before."""
    logs.configure("info")
