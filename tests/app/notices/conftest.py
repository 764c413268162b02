"""Institutions, a group, and notices for them."""

from collections.abc import Callable

import pytest

from app.accounts import create_account
from app.groups import add_members, create_group
from app.institutions import create_institution, find_institution
from app.notices.giving import NoticeKind, NoticeText, give_notice
from app.notices.reading import Reader
from app.roles import Role
from app.services import Services
from app.state.models import Account, Institution, InstitutionGroup, Notice
from tests.app.browser import PASSWORD
from tests.app.moments import StoppedClock

Give = Callable[..., Notice]

CLINIC = "1312345678"
PHARMACY = "1398765432"
GROUP = "東京都"


@pytest.fixture
def pharmacy(services: Services) -> Institution:
    """A second institution, with an address and an account of its own, ``pharmacist``; the clinic has no address."""
    with services.database.session() as session:
        made = create_institution(session, PHARMACY, "サンプル薬局", mail_address="pharmacy@example.jp")
        create_account(session, user_id="pharmacist", role=Role.MEDICAL_VIEWER, institution=made, password=PASSWORD)
        return made


@pytest.fixture
def group(services: Services, pharmacy: Institution) -> InstitutionGroup:
    """A group whose only member is the pharmacy."""
    with services.database.session() as session:
        made = create_group(session, GROUP)
        add_members(session, made, [pharmacy])
        return made


@pytest.fixture
def give(services: Services, clock: StoppedClock) -> Give:
    """Give a message to all, or to ``institution`` or ``group``, without e-mail unless ``mail`` is given."""

    def give(title: str = "件名", body: str = "本文", *, mail: bool = False, **target: object) -> Notice:
        with services.database.session() as session:
            return give_notice(
                session,
                kind=NoticeKind.MESSAGE,
                text=NoticeText(title, body),
                now=clock.now(),
                mail=mail,
                **target,  # type: ignore[arg-type]
            )

    return give


@pytest.fixture
def clinic(services: Services) -> Institution:
    """The institution of the prepared accounts."""
    with services.database.session() as session:
        return find_institution(session, CLINIC)


@pytest.fixture
def reader_named(services: Services) -> Callable[[str], Reader]:
    """An account of an institution, by its ユーザID."""

    def find(user_id: str) -> Reader:
        with services.database.session() as session:
            account = session.query(Account).filter_by(user_id=user_id).one()
            assert account.institution_id
            return Reader(account.id, account.institution_id)

    return find
