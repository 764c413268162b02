"""The sender that an application starts with, as its settings ask for it."""

from app.clock import Clock
from app.mail.sender import MailSender
from app.mail.smtp_url import parse_smtp_url
from app.settings import Settings
from app.state.database import Database


def start_sender(settings: Settings, database: Database, clock: Clock) -> MailSender | None:
    """Begin to send e-mail in this process; ``None`` where no SMTP server is set.

    What an earlier process left unsent is sent now.
    """
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    sender = MailSender(database, clock, parse_smtp_url(settings.smtp_url), settings.mail_from)
    sender.start()
    return sender
