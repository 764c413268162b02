"""The sender that each application starts with: a thread beside the pages."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.audit.transaction import Transaction
from app.institutions import change_institution, find_institution
from app.mail.listing import list_mails
from app.mail.outbox import queue_mail
from app.notices.giving import NoticeKind, NoticeText, give_notice
from app.roles import Role
from app.services import Services
from app.settings import Settings
from app.state.models import Notice
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.mail.conftest import FROM
from tests.app.mail.smtp_server import mail_server, silent_server
from tests.app.moments import StoppedClock
from tests.app.ports import find_unused_port

MakeApp = Callable[..., Flask]

CLINIC = "1312345678"


def with_mail(settings: Settings, port: int) -> Settings:
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{port}", mail_from=FROM)


def queue(services: Services, address: str = "a@example.jp") -> None:
    def work(transaction: Transaction) -> None:
        queue_mail(transaction.session, to=address, subject="件名", body="本文", now=services.clock.now())

    services.audit.commit(work)


def wait_for(condition: Callable[[], bool], *, within_s: float = 10) -> None:
    give_up = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def port() -> int:
    return find_unused_port()


def test_what_is_queued_is_sent_at_once(make_app: MakeApp, settings: Settings, port: int) -> None:
    with mail_server(port) as (_, inbox):
        parts = services_of(make_app(settings=with_mail(settings, port)))
        for number in range(3):
            queue(parts, f"clinic{number}@example.jp")
            wait_for(lambda expected=number + 1: len(inbox.recipients) == expected)  # type: ignore[misc]


def test_a_notice_arrives_whole(make_app: MakeApp, settings: Settings, port: int) -> None:
    with mail_server(port) as (_, inbox):
        parts = services_of(make_app(settings=with_mail(settings, port)))
        with parts.database.session() as session:
            change_institution(session, CLINIC, name="サンプル医療機関", mail_address="clinic@example.jp")
        _give(parts)
        wait_for(lambda: len(inbox.recipients) == 1)
    (message,) = inbox.messages
    assert (str(message["To"]), message["Subject"]) == ("clinic@example.jp", "【お知らせ】点検のお知らせ")
    assert message.get_content().startswith("サンプル医療機関 御中\r\n\r\n本文\r\n\r\n----\r\n")


def test_what_one_process_left_is_sent_by_the_next(
    make_app: MakeApp, settings: Settings, clock: StoppedClock, port: int
) -> None:
    before = services_of(make_app(settings=with_mail(settings, port)))
    queue(before)
    assert before.mail
    wait_for(lambda: _tries(before) == 1)
    before.mail.close()
    clock.advance(timedelta(hours=1))
    with mail_server(port) as (_, inbox):
        make_app(settings=with_mail(settings, port))
        wait_for(lambda: inbox.recipients == ["a@example.jp"])


def test_two_processes_send_each_e_mail_once(make_app: MakeApp, settings: Settings, port: int) -> None:
    with mail_server(port) as (_, inbox):
        one, other = (services_of(make_app(settings=with_mail(settings, port))) for _ in range(2))
        addresses = [f"clinic{number}@example.jp" for number in range(20)]
        for parts, address in zip([one, other] * 10, addresses, strict=True):
            queue(parts, address)
        wait_for(lambda: len(inbox.recipients) >= len(addresses))
    assert sorted(inbox.recipients) == sorted(addresses)


def test_a_server_that_hangs_holds_up_neither_the_console_nor_the_menu(make_app: MakeApp, settings: Settings) -> None:
    form = {"target": "all", "title": "点検のお知らせ", "body": "止まります。"}
    with silent_server() as port:
        app = make_app(settings=with_mail(settings, port))
        operator, viewer = Browser(app), Browser(app)
        operator.log_in(Role.OPERATOR.value)
        viewer.log_in(Role.MEDICAL_VIEWER.value)
        queue(services_of(app))
        wait_for(lambda: _tries(services_of(app)) == 1)
        started = time.monotonic()
        given = operator.post("/operator/notices/new", form)
        menu = viewer.get("/menu")
        took = time.monotonic() - started
    assert (given.status_code, "点検のお知らせ" in menu.text) == (303, True)
    assert took < 3, "the server says nothing for ten seconds"


def test_without_a_server_there_is_no_sender_and_no_e_mail(app: Flask) -> None:
    before = threading.active_count()
    assert services_of(app).mail is None
    _give(services_of(app), mail=False)
    assert threading.active_count() - before <= 1, "the audit trail's own"
    with services_of(app).database.session() as session:
        assert list_mails(session) == []


def test_a_sender_outlives_a_database_that_fails(
    make_app: MakeApp, settings: Settings, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    failed = threading.Event()

    def fail(*_: object) -> bool:
        failed.set()
        raise RuntimeError

    with mail_server(port) as (_, inbox):
        monkeypatch.setattr("app.mail.sender.is_due", fail)
        parts = services_of(make_app(settings=with_mail(settings, port)))
        assert failed.wait(10)
        monkeypatch.undo()
        queue(parts)
        wait_for(lambda: inbox.recipients == ["a@example.jp"])


def _give(parts: Services, *, mail: bool = True) -> None:
    def work(transaction: Transaction) -> Notice:
        return give_notice(
            transaction.session,
            kind=NoticeKind.MESSAGE,
            text=NoticeText("点検のお知らせ", "本文"),
            institution=find_institution(transaction.session, CLINIC),
            now=parts.clock.now(),
            mail=mail,
        )

    parts.audit.commit(work)


def _tries(parts: Services) -> int:
    with parts.database.session() as session:
        return sum(mail.tries for mail in list_mails(session))
