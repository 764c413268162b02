"""Talk to the SMTP server. Every wait has a limit, and certificates are verified against the system's."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import Message
from typing import Final

from app.mail.problem import DeliveryError, Problem
from app.mail.smtp_url import Security, SmtpServer

TIMEOUT_S: Final = 10.0
"""For each answer of the server."""

_REFUSED_FOR_GOOD: Final = 500
"""SMTP answers from here on say that trying again will not help (RFC 5321, 4.2.1)."""


@contextmanager
def connected(server: SmtpServer, sender: Address, *, timeout_s: float = TIMEOUT_S) -> Iterator[smtplib.SMTP]:
    """A connection that is ready for e-mail, closed at the end.

    Raises :class:`app.mail.problem.DeliveryError`.
    """
    connection = _connect(server, sender.domain, timeout_s)
    try:
        yield connection
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def deliver(connection: smtplib.SMTP, message: Message, *, sender: str, recipient: str) -> None:
    """Hand one e-mail over: once this returns, the server has taken it.

    Raises :class:`app.mail.problem.DeliveryError`.
    """
    try:
        connection.send_message(message, sender, [recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        problem = Problem.RECIPIENT_REFUSED if code >= _REFUSED_FOR_GOOD else Problem.RECIPIENT_LATER
        raise DeliveryError(problem) from None
    except smtplib.SMTPSenderRefused:
        raise DeliveryError(Problem.SENDER_REFUSED) from None
    except smtplib.SMTPDataError:
        raise DeliveryError(Problem.MAIL_REFUSED) from None
    except (smtplib.SMTPException, OSError):
        raise DeliveryError(Problem.SERVER_AWAY) from None


def _connect(server: SmtpServer, name: str, timeout_s: float) -> smtplib.SMTP:
    try:
        connection = _opened(server, name, timeout_s)
    except ssl.SSLError:
        raise DeliveryError(Problem.TLS_FAILED) from None
    except (smtplib.SMTPException, OSError):
        raise DeliveryError(Problem.SERVER_AWAY) from None
    try:
        _protect_and_log_in(connection, server)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        connection.close()
        raise DeliveryError(Problem.TLS_FAILED) from None
    except smtplib.SMTPAuthenticationError:
        connection.close()
        raise DeliveryError(Problem.NOT_AUTHENTICATED) from None
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise DeliveryError(Problem.SERVER_AWAY) from None
    return connection


def _opened(server: SmtpServer, name: str, timeout_s: float) -> smtplib.SMTP:
    if server.security is Security.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout_s, context=context)
    return smtplib.SMTP(server.host, server.port, name, timeout=timeout_s)


def _protect_and_log_in(connection: smtplib.SMTP, server: SmtpServer) -> None:
    if server.security is Security.STARTTLS:
        connection.starttls(context=ssl.create_default_context())
    connection.ehlo_or_helo_if_needed()
    if server.user:
        connection.login(server.user, server.password)
