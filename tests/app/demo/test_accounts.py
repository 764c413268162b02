from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.accounts import authenticate, list_accounts
from app.demo.accounts import ACCOUNTS, prepare_accounts, prepare_institution, prepare_window
from app.demo.greeting import greeting
from app.roles import Role
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade
from app.windows import close_all_windows, list_windows
from tests.app.moments import NOON_IN_JAPAN

TODAY = date(2025, 11, 12)


@pytest.fixture
def session(empty_database: str) -> Iterator[Session]:
    database = Database(empty_database)
    upgrade(database)
    with database.session() as session:
        yield session
    database.close()


def settings_with(password: str | None) -> Settings:
    return Settings(database_url="", key_file=Path(), audit_checkpoint_file=Path(), demo_password=password, port=8123)


def test_there_is_one_account_for_each_role_and_each_can_log_in(session: Session) -> None:
    made = prepare_accounts(session, prepare_institution(session), None)
    assert {account.role for account in made} == set(Role)
    assert {account.user_id for account in made} == {"viewer", "admin", "general", "other", "operator"}
    assert all(authenticate(session, account.user_id, account.password) for account in made)
    assert len({account.password for account in made}) == len(ACCOUNTS)


def test_the_clinic_accounts_belong_to_the_sample_institution(session: Session) -> None:
    prepare_accounts(session, prepare_institution(session), None)
    names = {found.user_id: found.institution and found.institution.name for found in list_accounts(session)}
    assert names.pop("operator") is None
    assert set(names.values()) == {"サンプル医療機関"}


def test_a_second_start_makes_nothing_and_changes_no_password(session: Session) -> None:
    first = prepare_accounts(session, prepare_institution(session), None)
    assert prepare_accounts(session, prepare_institution(session), None) == []
    assert all(authenticate(session, account.user_id, account.password) for account in first)


def test_a_start_makes_only_what_is_missing(session: Session) -> None:
    first = prepare_accounts(session, prepare_institution(session), None)
    session.delete(next(found for found in list_accounts(session) if found.user_id == "other"))
    session.flush()
    assert [account.user_id for account in prepare_accounts(session, prepare_institution(session), None)] == ["other"]
    assert authenticate(session, "viewer", first[0].password)


def test_a_given_password_is_the_password_of_all_even_of_accounts_made_before(session: Session) -> None:
    institution = prepare_institution(session)
    prepare_accounts(session, institution, None)
    prepare_accounts(session, institution, "given")
    assert all(authenticate(session, user_id, "given") for user_id in ACCOUNTS)


def test_a_window_is_open_from_yesterday_for_a_month(session: Session) -> None:
    prepare_window(session, prepare_institution(session), TODAY)
    prepare_window(session, prepare_institution(session), TODAY)
    (window,) = list_windows(session)
    assert (window.opens_on, window.closes_on) == (TODAY - timedelta(days=1), TODAY + timedelta(days=30))


def test_a_window_that_is_over_is_renewed(session: Session) -> None:
    institution = prepare_institution(session)
    prepare_window(session, institution, TODAY)
    prepare_window(session, institution, TODAY + timedelta(days=30))
    assert len(list_windows(session)) == 1
    prepare_window(session, institution, TODAY + timedelta(days=31))
    assert len(list_windows(session)) == 2


def test_a_start_after_the_window_was_closed_by_hand_opens_another(session: Session) -> None:
    institution = prepare_institution(session)
    prepare_window(session, institution, TODAY)
    close_all_windows(session, NOON_IN_JAPAN)
    prepare_window(session, institution, TODAY)
    assert [window.closed_at is None for window in list_windows(session)] == [True, False]


def test_passwords_are_shown_once_and_then_how_to_set_another(session: Session) -> None:
    made = prepare_accounts(session, prepare_institution(session), None)
    first, second = greeting(settings_with(None), made), greeting(settings_with(None), [])
    assert all(account.password in first for account in made)
    assert not any(account.password in second for account in made)
    assert "shikaku account password" in first
    assert "shikaku account password" in second
    assert "http://127.0.0.1:8123/" in first
    assert "新橋太郎" in first


def test_a_given_password_is_not_shown(session: Session) -> None:
    made = prepare_accounts(session, prepare_institution(session), "canary")
    assert "canary" not in greeting(settings_with("canary"), made)
