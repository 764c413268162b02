from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.accounts import list_accounts
from app.audit.event import Kind
from app.audit.transaction import Transaction
from app.clock import JAPAN
from app.demo.accounts import ACCOUNTS, prepare_accounts, prepare_institution, prepare_window
from app.demo.greeting import greeting
from app.roles import Role
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade
from app.windows import close_all_windows, list_windows, open_window, open_windows_of, outage_of
from tests.app.moments import NOON_IN_JAPAN
from tests.app.passwords import is_password_of

TODAY = date(2025, 11, 12)


@pytest.fixture
def session(empty_database: str) -> Iterator[Session]:
    database = Database(empty_database)
    upgrade(database)
    with database.session() as session:
        yield session
    database.close()


@pytest.fixture
def transaction(session: Session) -> Transaction:
    return Transaction(session)


def settings_with(password: str | None) -> Settings:
    return Settings(database_url="", key_file=Path(), audit_checkpoint_file=Path(), demo_password=password, port=8123)


def test_there_is_one_account_for_each_role_and_each_can_log_in(session: Session, transaction: Transaction) -> None:
    made = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    assert {account.role for account in made} == set(Role)
    assert {account.user_id for account in made} == {"viewer", "admin", "general", "other", "operator"}
    assert all(is_password_of(session, account.user_id, account.password) for account in made)
    assert len({account.password for account in made}) == len(ACCOUNTS)


def test_the_clinic_accounts_belong_to_the_sample_institution(session: Session, transaction: Transaction) -> None:
    prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    names = {found.user_id: found.institution and found.institution.name for found in list_accounts(session)}
    assert names.pop("operator") is None
    assert set(names.values()) == {"サンプル医療機関"}


def test_a_second_start_makes_nothing_and_changes_no_password(session: Session, transaction: Transaction) -> None:
    first = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    assert prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN) == []
    assert all(is_password_of(session, account.user_id, account.password) for account in first)


def test_a_start_makes_only_what_is_missing(session: Session, transaction: Transaction) -> None:
    first = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    session.delete(next(found for found in list_accounts(session) if found.user_id == "other"))
    session.flush()
    again = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    assert [account.user_id for account in again] == ["other"]
    assert is_password_of(session, "viewer", first[0].password)


def test_a_given_password_is_the_password_of_all_even_of_accounts_made_before(
    session: Session, transaction: Transaction
) -> None:
    institution = prepare_institution(transaction, NOON_IN_JAPAN)
    prepare_accounts(transaction, institution, None, NOON_IN_JAPAN)
    prepare_accounts(transaction, institution, "given", NOON_IN_JAPAN)
    assert all(is_password_of(session, user_id, "given") for user_id in ACCOUNTS)


def test_a_window_is_open_from_yesterday_for_a_month(session: Session, transaction: Transaction) -> None:
    prepare_window(transaction, prepare_institution(transaction, NOON_IN_JAPAN), NOON_IN_JAPAN)
    prepare_window(transaction, prepare_institution(transaction, NOON_IN_JAPAN), NOON_IN_JAPAN)
    (window,) = list_windows(session)
    assert (window.opens_on, window.closes_on) == (TODAY - timedelta(days=1), TODAY + timedelta(days=30))


def test_a_window_that_is_over_is_renewed(session: Session, transaction: Transaction) -> None:
    institution = prepare_institution(transaction, NOON_IN_JAPAN)
    prepare_window(transaction, institution, NOON_IN_JAPAN)
    prepare_window(transaction, institution, NOON_IN_JAPAN + timedelta(days=30))
    assert len(list_windows(session)) == 1
    prepare_window(transaction, institution, NOON_IN_JAPAN + timedelta(days=31))
    assert len(list_windows(session)) == 2


def test_a_start_after_the_window_was_closed_by_hand_opens_another(session: Session, transaction: Transaction) -> None:
    institution = prepare_institution(transaction, NOON_IN_JAPAN)
    prepare_window(transaction, institution, NOON_IN_JAPAN)
    close_all_windows(session, NOON_IN_JAPAN)
    prepare_window(transaction, institution, NOON_IN_JAPAN)
    assert [window.closed_at is None for window in list_windows(session)] == [True, False]


def test_the_window_answers_an_outage_of_the_two_days_before_it(session: Session, transaction: Transaction) -> None:
    prepare_window(transaction, prepare_institution(transaction, NOON_IN_JAPAN), NOON_IN_JAPAN)
    (window,) = list_windows(session)
    outage = outage_of(window)
    assert outage
    assert (outage.first_day, outage.last_day) == (TODAY - timedelta(days=3), TODAY - timedelta(days=2))
    assert outage.ended_at == datetime(2025, 11, 11, tzinfo=JAPAN)
    assert not window.strict


def test_the_window_keeps_clear_of_one_that_the_operator_set_for_later(
    session: Session, transaction: Transaction
) -> None:
    institution = prepare_institution(transaction, NOON_IN_JAPAN)
    open_window(session, None, TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    open_window(session, None, TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    prepare_window(transaction, institution, NOON_IN_JAPAN)
    (window,) = open_windows_of(session, institution.id, NOON_IN_JAPAN)
    assert (window.opens_on, window.closes_on) == (TODAY, TODAY + timedelta(days=4))


def test_passwords_are_shown_once_and_then_how_to_set_another(transaction: Transaction) -> None:
    made = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    first, second = greeting(settings_with(None), made), greeting(settings_with(None), [])
    assert all(account.password in first for account in made)
    assert not any(account.password in second for account in made)
    assert "shikaku account reset" in first
    assert "shikaku account reset" in second
    assert "http://127.0.0.1:8123/" in first
    assert "新橋太郎" in first


def test_everything_made_leaves_its_event_and_nobody_is_asked_for_a_new_password(
    session: Session, transaction: Transaction
) -> None:
    institution = prepare_institution(transaction, NOON_IN_JAPAN)
    prepare_window(transaction, institution, NOON_IN_JAPAN)
    prepare_accounts(transaction, institution, "given", NOON_IN_JAPAN)
    assert [event.kind for event in transaction.events[:2]] == [Kind.INSTITUTION_CREATED, Kind.WINDOW_OPENED]
    assert [event.subject for event in transaction.events[2:]] == [f"account:{user_id}" for user_id in ACCOUNTS]
    assert {event.kind for event in transaction.events[2:]} == {Kind.ACCOUNT_CREATED}
    prepare_accounts(transaction, institution, "another", NOON_IN_JAPAN)
    assert {event.kind for event in transaction.events[7:]} == {Kind.PASSWORD_CHANGED}
    assert not any(found.must_change_password for found in list_accounts(session))


def test_a_given_password_is_not_shown(transaction: Transaction) -> None:
    made = prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), "canary", NOON_IN_JAPAN)
    assert "canary" not in greeting(settings_with("canary"), made)
