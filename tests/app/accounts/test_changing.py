"""What can be done to an account that is there, what it does, and the event that each leaves."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.event import Kind
from app.login.attempts import Attempt, is_locked, note_failure
from app.services import Services
from app.state.models import RecoveryCode
from tests.app.accounts.manager import Manager, account_of, events, one_time_password
from tests.app.browser import PASSWORD, Browser
from tests.app.moments import StoppedClock

KINDS = {
    "disable": Kind.ACCOUNT_DISABLED,
    "enable": Kind.ACCOUNT_ENABLED,
    "unlock": Kind.ACCOUNT_UNLOCKED,
    "reset": Kind.ACCOUNT_RESET,
    "end-sessions": Kind.SESSIONS_ENDED,
}
TOLD = {
    "disable": "利用を停止しました。",
    "enable": "利用を再開しました。",
    "unlock": "ロックを解除しました。",
    "end-sessions": "すべての端末からログアウトさせました。",
}


@pytest.fixture
def locked(services: Services) -> None:
    """The account ``general``, after too many wrong passwords from elsewhere."""
    key, now = services.audit.trail.keys.newest, services.clock.now()
    with services.database.session() as session:
        for _ in range(6):
            note_failure(session, Attempt.of("general", "192.0.2.7", now, key))
        assert is_locked(session, "general", key, now)


@pytest.mark.parametrize(("action", "kind"), KINDS.items())
def test_each_leaves_its_event(manager: Manager, services: Services, action: str, kind: Kind) -> None:
    assert manager.do(action, "general").status_code in {200, 303}
    done = events(services)[-1]
    assert (done.kind, done.subject, done.outcome) == (kind, "account:general", "done")
    assert json.loads(done.details) == {"role": "general", "institution": "1312345678"}
    assert done.user_id in {"administrator", "operator"}


@pytest.mark.parametrize("action", KINDS)
def test_each_is_explained_before_it_is_done(manager: Manager, services: Services, action: str) -> None:
    before = len(events(services))
    page = manager.browser.get(manager.path("general", action))
    assert page.status_code == 200
    assert f'action="{manager.path("general", action)}"' in page.text
    assert "行わないで戻る" in page.text
    assert len(events(services)) == before


@pytest.mark.parametrize(("action", "told"), TOLD.items())
def test_what_was_done_is_told_once(manager: Manager, action: str, told: str) -> None:
    answer = manager.do(action, "general")
    assert (answer.status_code, answer.location) == (303, manager.path("general"))
    assert told in manager.page("general")
    assert told not in manager.page("general")


def test_a_disabled_account_is_out_at_its_next_click_and_stays_out(
    manager: Manager, user: Browser, stranger: Browser
) -> None:
    assert user.get("/menu").status_code == 200
    manager.do("disable", "general")
    assert user.get("/menu").location == "/login"
    assert stranger.log_in("general").status_code == 401
    assert manager.states("general").split("、")[0] == "停止"


def test_an_enabled_account_comes_in_with_its_former_password(manager: Manager, stranger: Browser) -> None:
    manager.do("disable", "general")
    manager.do("enable", "general")
    assert manager.states("general") == "利用中"
    assert stranger.log_in("general").location == "/menu"


def test_ending_sessions_logs_out_and_leaves_the_password(manager: Manager, user: Browser, stranger: Browser) -> None:
    assert '<dd class="value">1</dd>' in manager.page("general")
    manager.do("end-sessions", "general")
    assert user.get("/menu").location == "/login"
    assert '<dd class="value">0</dd>' in manager.page("general")
    assert stranger.log_in("general").location == "/menu"


@pytest.mark.usefixtures("locked")
def test_unlocking_lifts_the_lock_at_once(manager: Manager, services: Services) -> None:
    assert manager.states("general") == "利用中、ロック中"
    manager.do("unlock", "general")
    assert manager.states("general") == "利用中"
    with services.database.session() as session:
        assert not is_locked(session, "general", services.audit.trail.keys.newest, services.clock.now())


@pytest.mark.usefixtures("locked")
def test_a_lock_heals_by_itself(manager: Manager, clock: StoppedClock) -> None:
    clock.advance(timedelta(minutes=16))
    assert manager.states("general") == "利用中"


def test_a_reset_replaces_password_and_second_factor(
    manager: Manager, services: Services, user: Browser, stranger: Browser
) -> None:
    with services.database.session() as session:
        account = session.merge(account_of(services, "general"))
        account.second_factor, account.second_factor_step = b"sealed", 7
        session.add(RecoveryCode(account_id=account.id, code_hash="00"))
    assert manager.states("general") == "利用中、二要素認証 設定済"
    password = one_time_password(manager.do("reset", "general"))
    after = account_of(services, "general")
    assert (after.second_factor, after.second_factor_step, after.must_change_password) == (None, None, True)
    with services.database.session() as session:
        assert session.scalars(select(RecoveryCode)).all() == []
    assert user.get("/menu").location == "/login"
    assert stranger.log_in("general", PASSWORD).status_code == 401
    assert stranger.log_in("general", password).location == "/login"
    assert manager.states("general") == "初回ログイン待ち"


@pytest.mark.usefixtures("locked")
def test_a_reset_lifts_a_lock_or_the_new_password_would_not_count(manager: Manager) -> None:
    manager.do("reset", "general")
    assert manager.states("general") == "初回ログイン待ち"


def test_only_what_makes_sense_is_offered(manager: Manager, user: Browser) -> None:
    def offered() -> set[str]:
        page = manager.page("general")
        return {action for action in KINDS if f'href="{manager.path("general", action)}"' in page}

    assert offered() == {"reset", "end-sessions", "disable"}
    manager.do("disable", "general")
    assert offered() == {"reset", "enable"}


def test_what_the_operator_disabled_no_administrator_enables(
    operator: Manager, administrator: Manager, services: Services, stranger: Browser
) -> None:
    administrator.do("disable", "general")
    operator.do("disable", "general")
    administrator.do("disable", "general")
    assert administrator.states("general") == "停止、実施機関による停止"
    assert f'href="{administrator.path("general", "enable")}"' not in administrator.page("general")
    answer = administrator.do("enable", "general")
    assert (answer.status_code, "実施機関に問い合わせてください。" in answer.text) == (422, True)
    assert account_of(services, "general").disabled_at is not None
    assert Kind.ACCOUNT_ENABLED not in {event.kind for event in events(services)}
    administrator.do("reset", "general")
    assert account_of(services, "general").disabled_at is not None
    operator.do("enable", "general")
    administrator.do("disable", "general")
    assert administrator.do("enable", "general").status_code == 303
    assert not account_of(services, "general").disabled_at


def test_the_operator_can_confirm_what_an_administrator_disabled(operator: Manager, administrator: Manager) -> None:
    administrator.do("disable", "general")
    assert f'href="{operator.path("general", "disable")}"' in operator.page("general")
    operator.do("disable", "general")
    assert f'href="{operator.path("general", "disable")}"' not in operator.page("general")
