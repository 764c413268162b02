"""A queue with a few e-mails in it, and senders for it."""

from collections.abc import Callable, Iterator

import pytest

from app.mail.listing import MailRow, list_mails
from app.mail.outbox import queue_mail
from app.mail.sender import MailSender
from app.mail.smtp_url import parse_smtp_url
from app.services import Services
from tests.app.mail.smtp_server import Inbox, mail_server
from tests.app.moments import StoppedClock

FROM = "資格情報照会 <notice@shikaku.example>"

Queue = Callable[..., None]
MakeSender = Callable[[str], MailSender]


@pytest.fixture
def queue(services: Services, clock: StoppedClock) -> Queue:
    """Queue an e-mail to each of some addresses."""

    def queue(*addresses: str) -> None:
        with services.database.session() as session:
            for address in addresses:
                queue_mail(session, to=address, subject="件名", body="本文", now=clock.now())

    return queue


@pytest.fixture
def make_sender(services: Services, clock: StoppedClock) -> MakeSender:
    """A sender that works only when it is told to; impatient, for servers that say nothing."""

    def make(url: str) -> MailSender:
        return MailSender(services.database, clock, parse_smtp_url(url), FROM, timeout_s=1)

    return make


@pytest.fixture
def server() -> Iterator[tuple[int, Inbox]]:
    """A server's port, and what it took."""
    with mail_server() as server:
        yield server


@pytest.fixture
def states(services: Services) -> Callable[[], list[MailRow]]:
    """How the e-mails stand, the oldest first."""

    def read() -> list[MailRow]:
        with services.database.session() as session:
            return list(reversed(list_mails(session)))

    return read
