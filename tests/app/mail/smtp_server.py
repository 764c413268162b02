"""Real SMTP servers of this machine: one that takes e-mail and remembers it, and one that never answers."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from aiosmtpd.smtp import Envelope as Received
from aiosmtpd.smtp import Session as Connection

from tests.app.ports import find_unused_port


@dataclass(slots=True)
class Inbox:
    """What the server took, and how it answers a recipient: by ``refusals``, else it takes everything."""

    envelopes: list[Received] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    content_refusal: str = ""
    over_tls: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- the server's name for it
        self, _server: SMTP, _session: Connection, envelope: Received, address: str, _options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Connection, envelope: Received) -> str:  # noqa: N802 -- as above
        if self.content_refusal:
            return self.content_refusal
        self.envelopes.append(envelope)
        self.over_tls.append(bool(session.ssl) or _is_tls(server))
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        """In the order in which e-mail came."""
        return [recipient for envelope in self.envelopes for recipient in envelope.rcpt_tos]

    @property
    def messages(self) -> list[EmailMessage]:
        """What came, read by a mail program."""
        return [read(cast("bytes", envelope.content)) for envelope in self.envelopes]


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


@contextmanager
def mail_server(port: int = 0, inbox: Inbox | None = None, **options: Any) -> Iterator[tuple[int, Inbox]]:
    """Take e-mail on a port until the end of the block."""
    port, inbox = port or find_unused_port(), inbox or Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port, inbox
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def only_with_password(user: str, password: str) -> dict[str, Any]:
    """Options of a server that takes e-mail only from who logged in."""

    def check(_server: SMTP, _session: Connection, _envelope: Received, _mechanism: str, given: object) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=right, handled=right)

    return {"authenticator": check, "auth_required": True}


def with_starttls(context: ssl.SSLContext) -> dict[str, Any]:
    """Options of a server that takes nothing before STARTTLS."""
    return {"tls_context": context, "require_starttls": True}


def _is_tls(server: SMTP) -> bool:
    transport = server.transport
    return transport is not None and transport.get_extra_info("ssl_object") is not None
