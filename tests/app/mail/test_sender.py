"""The sender against real SMTP servers."""

import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from app.mail.listing import MailRow, MailState
from app.mail.outbox import HELD_FOR, LONGEST_PAUSE, claim, mark_sent
from app.mail.problem import Problem
from app.mail.sender import MailSender
from app.mail.smtp_url import parse_smtp_url
from app.services import Services
from app.state.database import Database
from tests.app.databases import nobody_else_writes
from tests.app.mail.conftest import FROM, MakeSender, Queue
from tests.app.mail.smtp_server import Inbox, mail_server, only_with_password, silent_server, with_starttls
from tests.app.moments import StoppedClock
from tests.app.ports import find_unused_port

States = Callable[[], list[MailRow]]


def plain(port: int) -> str:
    return f"smtp://127.0.0.1:{port}"


def test_each_e_mail_is_sent_once(
    server: tuple[int, Inbox], make_sender: MakeSender, queue: Queue, states: States, clock: StoppedClock
) -> None:
    port, inbox = server
    queue("a@example.jp", "b@example.jp")
    sender = make_sender(plain(port))
    assert [sender.send_due(), sender.send_due()] == [2, 0]
    clock.advance(timedelta(days=1))
    assert sender.send_due() == 0
    assert inbox.recipients == ["a@example.jp", "b@example.jp"]
    assert [(state.state, state.tries, state.problem) for state in states()] == [(MailState.SENT, 1, None)] * 2


def test_it_comes_from_the_sender_of_the_settings(
    server: tuple[int, Inbox], make_sender: MakeSender, queue: Queue
) -> None:
    port, inbox = server
    queue("a@example.jp")
    make_sender(plain(port)).send_due()
    assert inbox.envelopes[0].mail_from == "notice@shikaku.example"
    (message,) = inbox.messages
    assert (str(message["From"]), message["Subject"], message.get_content().strip()) == (FROM, "件名", "本文")


def test_what_met_no_server_is_sent_once_it_is_there(
    make_sender: MakeSender, queue: Queue, states: States, clock: StoppedClock
) -> None:
    port = find_unused_port()
    sender = make_sender(plain(port))
    queue("a@example.jp")
    assert sender.send_due() == 0
    assert [(state.state, state.problem) for state in states()] == [(MailState.FAILING, Problem.SERVER_AWAY)]
    with mail_server(port) as (_, inbox):
        assert sender.send_due() == 0, "it rests"
        clock.advance(timedelta(minutes=1))
        assert sender.send_due() == 1
    assert inbox.recipients == ["a@example.jp"]
    assert [(state.state, state.tries, state.problem) for state in states()] == [(MailState.SENT, 2, None)]


def test_while_the_server_is_away_one_e_mail_is_tried_for_all(
    make_sender: MakeSender, queue: Queue, states: States
) -> None:
    queue("a@example.jp", "b@example.jp", "c@example.jp")
    make_sender(plain(find_unused_port())).send_due()
    assert [state.tries for state in states()] == [1, 0, 0]


def test_a_server_that_never_answers_is_one_that_is_away(make_sender: MakeSender, queue: Queue, states: States) -> None:
    queue("a@example.jp")
    with silent_server() as port:
        assert make_sender(plain(port)).send_due() == 0
    assert states()[0].problem is Problem.SERVER_AWAY


def test_an_e_mail_whose_process_ended_is_sent_by_another(
    server: tuple[int, Inbox], make_sender: MakeSender, queue: Queue, services: Services, clock: StoppedClock
) -> None:
    port, inbox = server
    queue("a@example.jp")
    with services.database.session() as session:
        assert claim(session, clock.now()), "and then the process ends"
    other = make_sender(plain(port))
    assert other.send_due() == 0, "the first one may be sending it"
    clock.advance(HELD_FOR)
    assert other.send_due() == 1
    assert inbox.recipients == ["a@example.jp"]


def test_a_refused_address_rests_longest_is_shown_and_holds_nobody_up(
    make_sender: MakeSender, queue: Queue, states: States, clock: StoppedClock
) -> None:
    inbox = Inbox(refusals={"gone@example.jp": "550 no such user", "full@example.jp": "452 full"})
    queue("gone@example.jp", "full@example.jp", "a@example.jp")
    with mail_server(inbox=inbox) as (port, _):
        assert make_sender(plain(port)).send_due() == 1
        gone, full, _ = states()
        assert (gone.state, gone.problem, gone.next_try_at) == (
            MailState.FAILING,
            Problem.RECIPIENT_REFUSED,
            clock.now() + LONGEST_PAUSE,
        )
        assert (full.problem, full.next_try_at) == (Problem.RECIPIENT_LATER, clock.now() + timedelta(minutes=1))
        inbox.refusals.clear()
        clock.advance(LONGEST_PAUSE)
        assert make_sender(plain(port)).send_due() == 2
    assert inbox.recipients == ["a@example.jp", "full@example.jp", "gone@example.jp"]


def test_an_address_that_is_none_is_marked_as_refused(
    server: tuple[int, Inbox], make_sender: MakeSender, queue: Queue, states: States
) -> None:
    port, inbox = server
    queue("a@example.jp\r\nRCPT TO:<b@example.jp>", "c@example.jp")
    make_sender(plain(port)).send_due()
    assert states()[0].problem is Problem.RECIPIENT_REFUSED
    assert inbox.recipients == ["c@example.jp"]


def test_refused_words_hold_no_other_e_mail_up(make_sender: MakeSender, queue: Queue, states: States) -> None:
    queue("a@example.jp", "b@example.jp")
    with mail_server(inbox=Inbox(content_refusal="554 no")) as (port, _):
        assert make_sender(plain(port)).send_due() == 0
    assert [state.problem for state in states()] == [Problem.MAIL_REFUSED] * 2


def test_senders_at_once_send_each_e_mail_once(
    server: tuple[int, Inbox], services: Services, queue: Queue, clock: StoppedClock
) -> None:
    port, inbox = server
    addresses = [f"clinic{number}@example.jp" for number in range(30)]
    queue(*addresses)
    databases = [Database(services.settings.database_url) for _ in range(3)]
    start = threading.Barrier(len(databases))
    sent: list[int] = []

    def send(database: Database) -> None:
        sender = MailSender(database, clock, parse_smtp_url(plain(port)), FROM)
        start.wait(10)
        sent.append(sender.send_due())

    threads = [threading.Thread(target=send, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for database in databases:
        database.close()
    assert sum(sent) == len(addresses)
    assert sorted(inbox.recipients) == sorted(addresses)


def test_what_was_sent_is_noted_though_the_database_cannot_be_written_for_a_while(
    *,
    server: tuple[int, Inbox],
    make_sender: MakeSender,
    queue: Queue,
    services: Services,
    states: States,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else it would be sent again."""
    port, inbox = server
    queue("a@example.jp")
    locked, written = threading.Event(), threading.Event()

    def lock() -> None:
        with nobody_else_writes(services.database):
            locked.set()
            written.wait(3)

    locking = threading.Thread(target=lock)

    def mark_while_locked(*arguments: Any) -> None:
        if not locking.ident:
            locking.start()
            assert locked.wait(10)
        mark_sent(*arguments)

    monkeypatch.setattr("app.mail.sender.mark_sent", mark_while_locked)
    assert make_sender(plain(port)).send_due() == 1
    written.set()
    locking.join(10)
    assert [state.state for state in states()] == [MailState.SENT]
    assert inbox.recipients == ["a@example.jp"]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """One that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def tls_of(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_starttls_protects_password_and_e_mail(authority: trustme.CA, make_sender: MakeSender, queue: Queue) -> None:
    queue("a@example.jp")
    options = {**with_starttls(tls_of(authority)), **only_with_password("user", "p:w")}
    with mail_server(**options) as (port, inbox):
        assert make_sender(f"smtp+starttls://user:p%3Aw@127.0.0.1:{port}").send_due() == 1
    assert inbox.over_tls == [True]


def test_smtps_is_tls_from_the_first_byte(authority: trustme.CA, make_sender: MakeSender, queue: Queue) -> None:
    queue("a@example.jp")
    with mail_server(ssl_context=tls_of(authority)) as (port, inbox):
        assert make_sender(f"smtps://127.0.0.1:{port}").send_due() == 1
    assert inbox.over_tls == [True]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("fault", ["unknown authority", "other name"])
def test_a_server_that_cannot_be_trusted_gets_no_e_mail(
    authority: trustme.CA, make_sender: MakeSender, queue: Queue, states: States, *, scheme: str, fault: str
) -> None:
    queue("a@example.jp")
    tls = tls_of(trustme.CA()) if fault == "unknown authority" else tls_of(authority, "other.example")
    options = with_starttls(tls) if scheme == "smtp+starttls" else {"ssl_context": tls}
    with mail_server(**options) as (port, inbox):
        assert make_sender(f"{scheme}://127.0.0.1:{port}").send_due() == 0
    assert states()[0].problem is Problem.TLS_FAILED
    assert inbox.envelopes == []


def test_a_server_without_starttls_gets_no_e_mail(
    server: tuple[int, Inbox], make_sender: MakeSender, queue: Queue, states: States
) -> None:
    port, inbox = server
    queue("a@example.jp")
    make_sender(f"smtp+starttls://user:password@127.0.0.1:{port}").send_due()
    assert states()[0].problem is Problem.TLS_FAILED
    assert inbox.envelopes == []


def test_a_wrong_password_is_told_as_such(
    authority: trustme.CA, make_sender: MakeSender, queue: Queue, states: States
) -> None:
    queue("a@example.jp", "b@example.jp")
    options = {**with_starttls(tls_of(authority)), **only_with_password("user", "right")}
    with mail_server(**options) as (port, _):
        make_sender(f"smtp+starttls://user:wrong@127.0.0.1:{port}").send_due()
    assert [state.problem for state in states()] == [Problem.NOT_AUTHENTICATED, None]


def test_no_address_and_no_word_of_an_e_mail_is_logged(
    make_sender: MakeSender, services: Services, queue: Queue, capfd: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox(refusals={"canary@example.jp": "550 canary is gone"})
    queue("canary@example.jp", "canary\n@example.jp", "canary2@example.jp")
    with mail_server(inbox=inbox) as (port, _):
        make_sender(plain(port)).send_due()
    logged = capfd.readouterr().err
    assert "mail_not_sent" in logged
    assert "mail_sent" in logged
    assert "canary" not in logged
    assert "件名" not in logged
