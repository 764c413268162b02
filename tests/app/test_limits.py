"""Limits against harvesting by repeated look-ups: exact, healing, told once, and never about a patient."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import create_account, find_account
from app.audit.event import Actor, Event, Kind
from app.institutions import create_institution, find_institution
from app.limits import LIMIT_OUTCOMES, limits, near_limits, reached_limits
from app.roles import Role
from app.settings import Settings
from app.state.models import AuditEvent, OutgoingMail
from app.windows import open_window
from tests.app.browser import PASSWORD, Browser
from tests.app.conftest import FIRST_DAY, LAST_DAY, services_of
from tests.app.lookup.pages import text_of, value_of
from tests.app.moments import StoppedClock
from tests.app.records import ICHIRO_TYPED

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def narrow(settings: Settings) -> Settings:
    """Few look-ups, and e-mail to two operators by a server that nobody asks here."""
    return replace(
        settings,
        account_look_ups_per_hour=3,
        account_look_ups_per_day=5,
        institution_look_ups_per_hour=4,
        institution_look_ups_per_day=7,
        idle_limit=7 * DAY,
        absolute_limit=7 * DAY,
        sessions_per_account=8,
        smtp_url="smtp://127.0.0.1:9",
        mail_from="service@clinic.example",
        operator_mail=("one@clinic.example", "two@clinic.example"),
    )


@pytest.fixture
def app(make_app: Callable[..., Flask], narrow: Settings) -> Flask:
    return make_app(settings=narrow)


@pytest.fixture
def viewer(client_as: Callable[[Role], Browser]) -> Browser:
    return client_as(Role.MEDICAL_VIEWER)


@pytest.fixture
def colleague(client_as: Callable[[Role], Browser]) -> Browser:
    """Another account of the same institution."""
    return client_as(Role.ADMINISTRATOR)


def search(staff: Browser) -> TestResponse:
    return staff.post("/lookup", ICHIRO_TYPED)


def events(app: Flask, *kinds: Kind) -> Sequence[AuditEvent]:
    with services_of(app).database.session() as session:
        return session.scalars(select(AuditEvent).where(AuditEvent.kind.in_(kinds)).order_by(AuditEvent.sequence)).all()


def mails(app: Flask) -> Sequence[OutgoingMail]:
    with services_of(app).database.session() as session:
        return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def test_an_account_looks_up_as_often_as_its_limit_says_and_no_more(app: Flask, viewer: Browser) -> None:
    assert [search(viewer).status_code for _ in range(5)] == [303, 303, 303, 429, 429]
    assert len(events(app, Kind.LOOK_UP)) == 3
    assert [event.outcome for event in events(app, Kind.LOOK_UP_REFUSED)] == ["account_limit"] * 2


def test_the_refusal_keeps_what_was_typed_and_says_which_limit_until_when_and_whom_to_ask(
    viewer: Browser, clock: StoppedClock
) -> None:
    for _ in range(3):
        search(viewer)
        clock.advance(10 * MINUTE)
    page = search(viewer)
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "1800"
    words = text_of(page)
    for part in ("このユーザID", "60分間に3回", "11月12日13時00分以降", "実施機関に問い合わせて"):
        assert part in words
    assert "該当者がいないという意味ではありません" in words
    assert (value_of(page, "name"), value_of(page, "address")) == ("新橋一郎", "港区")


def test_at_the_minute_that_was_named_the_next_look_up_is_answered(viewer: Browser, clock: StoppedClock) -> None:
    for _ in range(3):
        search(viewer)
        clock.advance(MINUTE)
    clock.advance(57 * MINUTE - timedelta(microseconds=1))
    assert search(viewer).status_code == 429
    clock.advance(timedelta(microseconds=1))
    assert [search(viewer).status_code for _ in range(2)] == [303, 429]


def test_trying_again_while_refused_does_not_put_the_end_off(viewer: Browser, clock: StoppedClock) -> None:
    for _ in range(3):
        search(viewer)
    for _ in range(5):
        clock.advance(11 * MINUTE)
        assert search(viewer).status_code == 429
    clock.advance(5 * MINUTE)
    assert search(viewer).status_code == 303


def test_the_day_has_a_limit_of_its_own(viewer: Browser, clock: StoppedClock) -> None:
    assert [search(viewer).status_code for _ in range(3)] == [303] * 3
    clock.advance(HOUR)
    assert [search(viewer).status_code for _ in range(3)] == [303, 303, 429]
    assert "24時間に5回" in text_of(search(viewer))
    assert "11月13日12時00分以降" in text_of(search(viewer))


def test_all_accounts_of_an_institution_share_its_limit(app: Flask, viewer: Browser, colleague: Browser) -> None:
    assert [search(viewer).status_code for _ in range(3)] == [303] * 3
    assert [search(colleague).status_code for _ in range(2)] == [303, 429]
    assert "この医療機関等の検索回数が上限（60分間に4回）" in text_of(search(colleague))
    assert {event.outcome for event in events(app, Kind.LOOK_UP_REFUSED)} == {"institution_limit"}


def test_an_account_that_keeps_trying_leaves_its_colleagues_theirs(viewer: Browser, colleague: Browser) -> None:
    for _ in range(9):
        search(viewer)
    assert search(colleague).status_code == 303


def test_another_institution_has_its_own_limit(app: Flask, viewer: Browser, colleague: Browser) -> None:
    with services_of(app).database.session() as session:
        other = create_institution(session, "1399999999", "べつの医療機関")
        open_window(session, other, FIRST_DAY, LAST_DAY)
        create_account(session, user_id="other-desk", role=Role.MEDICAL_VIEWER, institution=other, password=PASSWORD)
    for _ in range(3):
        search(viewer)
        search(colleague)
    elsewhere = Browser(app)
    elsewhere.log_in("other-desk")
    assert search(elsewhere).status_code == 303


def test_a_look_up_refused_for_another_reason_counts(app: Flask, viewer: Browser) -> None:
    account = _actor_of(app)
    refused = Event(kind=Kind.LOOK_UP_REFUSED, actor=account, at=services_of(app).clock.now(), outcome="outside_outage")
    services_of(app).audit.record(refused)
    assert [search(viewer).status_code for _ in range(3)] == [303, 303, 429]


def test_wrong_input_uses_nothing_up(viewer: Browser) -> None:
    for _ in range(5):
        assert viewer.post("/lookup", {**ICHIRO_TYPED, "sex": ""}).status_code == 422
    assert search(viewer).status_code == 303


def test_the_operator_is_told_once_in_the_period_by_event_and_by_e_mail(
    app: Flask, viewer: Browser, clock: StoppedClock
) -> None:
    for _ in range(6):
        search(viewer)
    (told,) = events(app, Kind.LIMIT_REACHED)
    assert (told.outcome, told.subject, told.user_id) == (
        "account_per_hour",
        "account:medical_viewer",
        "medical_viewer",
    )
    assert json.loads(told.details) == {"allowed": 3}
    assert [mail.to_address for mail in mails(app)] == ["one@clinic.example", "two@clinic.example"]
    assert "medical_viewer" in mails(app)[0].body
    clock.advance(HOUR)
    for _ in range(3):
        search(viewer)
    assert [event.outcome for event in events(app, Kind.LIMIT_REACHED)] == ["account_per_hour", "account_per_day"]
    clock.advance(DAY)
    for _ in range(4):
        search(viewer)
    assert [event.outcome for event in events(app, Kind.LIMIT_REACHED)][2:] == ["account_per_hour"]
    assert len(mails(app)) == 6


def test_without_e_mail_the_event_alone_tells(make_app: Callable[..., Flask], narrow: Settings) -> None:
    app = make_app(settings=replace(narrow, smtp_url=None, mail_from=None))
    staff = Browser(app)
    staff.log_in("medical_viewer")
    for _ in range(4):
        search(staff)
    assert len(events(app, Kind.LIMIT_REACHED)) == 1
    assert mails(app) == []


def test_neither_event_nor_e_mail_holds_a_patient_s_fact(app: Flask, viewer: Browser) -> None:
    for _ in range(4):
        search(viewer)
    told = [event.details + event.subject for event in events(app, Kind.LIMIT_REACHED, Kind.LOOK_UP_REFUSED)]
    written = [*told, *(mail.subject + mail.body for mail in mails(app))]
    assert written
    for fact in ("新橋", "一郎", "港区", "1984", "昭和59"):
        assert not [text for text in written if fact in text]


@pytest.mark.parametrize("checked_before", [True, False])
def test_n_look_ups_never_become_one_more_by_coming_at_once(
    make_app: Callable[..., Flask], narrow: Settings, monkeypatch: pytest.MonkeyPatch, checked_before: bool
) -> None:
    """Eight at once, at two applications with a writer each; also where all of them pass the first check."""
    if not checked_before:
        monkeypatch.setattr("app.lookup.views._refuse_over_limit", lambda _refusal: ())
    apps = [make_app(settings=narrow) for _ in range(2)]
    desks = [Browser(apps[number % 2]) for number in range(8)]
    for desk in desks:
        assert desk.log_in("medical_viewer").status_code == 303
    forms = [{"csrf_token": desk.csrf_token(), **ICHIRO_TYPED} for desk in desks]

    def send(number: int) -> int:
        return desks[number].client.post("/lookup", data=forms[number]).status_code

    with ThreadPoolExecutor(len(desks)) as pool:
        statuses = sorted(pool.map(send, range(len(desks))))
    assert statuses == [303] * 3 + [429] * 5
    assert len(events(apps[0], Kind.LOOK_UP)) == 3
    assert len(events(apps[0], Kind.LIMIT_REACHED)) == 1


def test_the_check_within_the_transaction_holds_where_the_first_one_saw_nothing(
    app: Flask, viewer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if all of them had been checked before any was recorded."""
    monkeypatch.setattr("app.lookup.views._refuse_over_limit", lambda _refusal: ())
    answers = [search(viewer) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429, 429]
    assert "60分間に3回" in text_of(answers[-1])
    assert len(events(app, Kind.LOOK_UP)) == 3


def test_two_applications_on_one_database_share_the_limit(make_app: Callable[..., Flask], narrow: Settings) -> None:
    """Nothing of the count is in memory."""
    first, second = (Browser(make_app(settings=narrow)) for _ in range(2))
    first.log_in("medical_viewer")
    second.log_in("administrator")
    statuses = [search(desk).status_code for desk in (first, second, first, second, first, second)]
    assert statuses == [303, 303, 303, 303, 429, 429]


def test_the_console_hears_of_a_limit_at_four_fifths(app: Flask, narrow: Settings, viewer: Browser) -> None:
    services = services_of(app)

    def near() -> list[tuple[str, str, int, bool]]:
        with services.database.session() as session:
            found = near_limits(session, narrow, services.clock.now())
        return [(one.limit.name, one.user_id, one.percent, one.is_reached) for one in found]

    search(viewer)
    search(viewer)
    assert near() == []
    search(viewer)
    assert near() == [("account_per_hour", "medical_viewer", 100, True)]
    colleague = Browser(app)
    colleague.log_in("administrator")
    search(colleague)
    assert near() == [
        ("institution_per_hour", "", 100, True),
        ("account_per_hour", "medical_viewer", 100, True),
    ]
    services.clock.advance(HOUR)  # type: ignore[attr-defined]
    search(viewer)
    assert near() == [("account_per_day", "medical_viewer", 80, False)]


def test_what_is_sought_is_what_the_settings_say(narrow: Settings) -> None:
    assert [(limit.name, limit.allowed) for limit in limits(narrow)] == [
        ("account_per_hour", 3),
        ("account_per_day", 5),
        ("institution_per_hour", 4),
        ("institution_per_day", 7),
    ]
    assert {"account_limit", "institution_limit"} == LIMIT_OUTCOMES


def test_nobody_who_did_not_look_up_has_reached_a_limit(app: Flask, narrow: Settings) -> None:
    services = services_of(app)
    with services.database.session() as session:
        assert reached_limits(session, narrow, _actor_of(app), services.clock.now()) == ()


def _actor_of(app: Flask) -> Actor:
    with services_of(app).database.session() as session:
        account = find_account(session, "medical_viewer")
        institution = find_institution(session, "1312345678")
        return Actor(
            account_id=account.id,
            user_id=account.user_id,
            role=account.role.value,
            institution_id=institution.id,
            institution=institution.code,
        )
