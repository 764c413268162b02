"""A database with three institutions and no window."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.institutions import create_institution, find_institution
from app.services import Services
from app.state.models import Institution, Window


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        session.execute(delete(Window))
        yield session


@pytest.fixture
def clinic(session: Session) -> Institution:
    """That of the prepared accounts."""
    return find_institution(session, "1312345678")


@pytest.fixture
def pharmacy(session: Session) -> Institution:
    return create_institution(session, "1398765432", "サンプル薬局")


@pytest.fixture
def hospital(session: Session) -> Institution:
    return create_institution(session, "1300000001", "サンプル病院")
