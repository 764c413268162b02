"""Sends what is queued, in a thread of its own: no page waits for the SMTP server."""

import smtplib
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.exception_log import log_exception
from app.mail.address import parse_address
from app.mail.message import compose
from app.mail.notice_body import body_of
from app.mail.outbox import claim, is_due, mark_failed, mark_sent
from app.mail.problem import DeliveryError, Problem
from app.mail.queued import new_bell
from app.mail.smtp import TIMEOUT_S, connected, deliver
from app.mail.smtp_url import SmtpServer
from app.state.database import Database
from app.state.models import OutgoingMail

LOOK_EVERY_S: Final = 30.0
"""What other processes queued, and what rests after a failure, is looked for so often."""

_NOTE_TRIES: Final = 20
_NOTE_PAUSE_S: Final = 1.0
_CLOSE_WITHIN_S: Final = 1.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger("app")


class MailSender:
    """Sends e-mail of one database through one server. Several, in whatever process, share the work.

    ``sender``: SHIKAKU_MAIL_FROM.
    """

    def __init__(
        self, database: Database, clock: Clock, server: SmtpServer, sender: str, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._database = database
        self._clock = clock
        self._server = server
        self._from = parse_address(sender)
        self._timeout_s = timeout_s
        self._queued = new_bell()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send, now and from then on, until :meth:`close`."""
        self._thread = threading.Thread(target=self._run, name="mail-sender", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at once for what is due."""
        self._queued.set()

    def close(self) -> None:
        """End the thread. An e-mail that is with a server that hangs is left alone, and tried again later."""
        self._closing.set()
        self._queued.set()
        if self._thread:
            self._thread.join(_CLOSE_WITHIN_S)

    def send_due(self) -> int:
        """Send everything that is due, and tell how many the server took.

        It ends early at a trouble of the server's own: the others would meet it, too, and it is tried again soon.
        """
        sent = 0
        with ExitStack() as at_the_end:
            connection: smtplib.SMTP | None = None
            while not self._closing.is_set() and (claimed := self._claim()):
                mail, body = claimed
                try:
                    connection = connection or at_the_end.enter_context(
                        connected(self._server, self._from, timeout_s=self._timeout_s)
                    )
                    self._deliver(connection, mail, body)
                except DeliveryError as error:
                    self._note_failure(mail, error.problem)
                    if error.problem.is_of_server:
                        break
                else:
                    sent += 1
                    self._note_success(mail)
        return sent

    def _deliver(self, connection: smtplib.SMTP, mail: OutgoingMail, body: str) -> None:
        try:
            message = compose(mail, body, self._from)
            recipient = parse_address(mail.to_address).addr_spec
        except ValueError:
            raise DeliveryError(Problem.RECIPIENT_REFUSED) from None
        deliver(connection, message, sender=self._from.addr_spec, recipient=recipient)

    def _claim(self) -> tuple[OutgoingMail, str] | None:
        """The next e-mail, and its words."""
        now = self._clock.now()
        with self._database.session() as session:
            if not is_due(session, now):
                return None
        with self._database.session() as session:
            mail = claim(session, now)
            return (mail, body_of(session, mail)) if mail else None

    def _note_success(self, mail: OutgoingMail) -> None:
        self._note(lambda session: mark_sent(session, mail.id, self._clock.now()))
        _log.info("mail_sent", mail=mail.id, tries=mail.tries)

    def _note_failure(self, mail: OutgoingMail, problem: Problem) -> None:
        self._note(lambda session: mark_failed(session, mail.id, problem, self._clock.now()))
        _log.warning("mail_not_sent", mail=mail.id, tries=mail.tries, problem=problem.value)

    def _note(self, change: Callable[[Session], None]) -> None:
        """Insist: an e-mail that was sent and not noted as sent would be sent again."""
        for _ in range(_NOTE_TRIES - 1):
            try:
                with self._database.session() as session:
                    return change(session)
            except SQLAlchemyError as error:
                log_exception("mail_not_noted", error)
                self._closing.wait(_NOTE_PAUSE_S)
        with self._database.session() as session:
            return change(session)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._queued.clear()
            try:
                self.send_due()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next e-mail must find the thread alive
                log_exception("mail_sender_failed", error)
            self._queued.wait(LOOK_EVERY_S)
