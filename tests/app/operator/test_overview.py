"""[概況], and what holds of the whole console."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.access import RULES
from app.audit.event import Actor, Event, Kind
from app.operator.japan_text import day_text
from app.operator.paging import ROWS_PER_PAGE
from app.operator.warnings import CHECKPOINT_MAY_BE_LATE
from app.roles import Role
from app.settings import Settings
from app.state.models import Window
from app.windows import find_window
from tests.app.browser import Browser
from tests.app.moments import StoppedClock
from tests.app.operator.console import CLINIC, Console

PAGES = (
    "/operator/",
    "/operator/windows",
    "/operator/windows/new",
    "/operator/windows/1",
    "/operator/windows/1/edit",
    "/operator/windows/1/close",
    "/operator/notices",
    "/operator/notices/new",
    "/operator/institutions",
    "/operator/institutions/new",
    "/operator/institutions/import",
    f"/operator/institutions/{CLINIC}",
    f"/operator/institutions/{CLINIC}/edit",
    "/operator/groups",
    "/operator/groups/new",
)
DAYS = {"opens_on": "2025/12/12", "closes_on": "2025/12/13"}


@pytest.mark.parametrize("path", ["/menu", "/"])
def test_an_operators_menu_is_the_console(console: Console, path: str) -> None:
    answer = console.browser.client.get(path, follow_redirects=True)
    assert answer.request.path == "/operator/"
    assert "概況" in answer.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_for_every_other_account_there_is_no_console(client_as: Callable[[Role], Browser], role: Role) -> None:
    browser = client_as(role)
    assert "/operator" not in browser.get("/menu").text
    for path in PAGES:
        answer = browser.get(path)
        assert (answer.status_code, "ページが見つかりません" in answer.text) == (404, True), path
        assert browser.post(path, {"target": "all"}).status_code in {404, 405}, path


def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(browser: Browser) -> None:
    for path in PAGES:
        assert browser.get(path).location == "/login"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_where_it_is(console: Console, clock: StoppedClock, path: str) -> None:
    with console.services.database.session() as session:
        find_window(session, 1).closes_on = clock.today_in_japan()
    navigation = console.page(path).partition('class="console-nav"')[2].partition("</nav>")[0]
    current = [line for line in navigation.splitlines() if "aria-current" in line]
    assert len(current) == 1
    section = "/".join(path.split("/")[:3])
    assert f'href="{section}"' in current[0]
    assert ('aria-current="page"' in current[0]) == (path == section)


def test_every_post_of_the_console_needs_a_token(console: Console, app: Flask) -> None:
    before = console.events()
    posts = [
        route
        for route in app.url_map.iter_rules()
        if route.endpoint.startswith("operator.") and "POST" in RULES[route.endpoint].methods
    ]
    assert len(posts) >= 10
    for route in posts:
        path = app.url_map.bind("localhost").build(route.endpoint, dict.fromkeys(route.arguments, "1"))
        answer = console.browser.client.post(path, data={"target": "all", "name": "x", **DAYS})
        assert answer.status_code == 400, path
    assert console.events() == before


def test_nothing_is_shown_or_changed_while_the_trail_cannot_be_written(console: Console) -> None:
    console.services.audit.close()
    with console.services.database.session() as session:
        session.connection().exec_driver_sql("DROP TABLE audit_event")
    answer = console.post("/operator/groups/new", name="東京都")
    assert answer.status_code == 503
    assert "操作の記録" in answer.text
    assert "東京都" not in console.get("/operator/groups").text


def test_windows_that_are_open_and_that_come_are_shown(console: Console) -> None:
    page = console.page("/operator/")
    assert "利用中の利用期間はありません。" in page
    assert "これからの利用期間はありません。" in page
    console.done("/operator/windows/new", target="all", **DAYS)
    console.done("/operator/windows/new", target="all", opens_on="2025/12/14", closes_on="2025/12/15")
    opened, _, coming = console.page("/operator/").partition("これからの利用期間")
    assert "2025/12/12～2025/12/13" in opened
    assert "2025/12/14～2025/12/15" in coming
    assert "2025/11/01" not in opened + coming


def test_many_windows_to_come_are_shown_a_page_at_a_time_the_next_first(console: Console, clock: StoppedClock) -> None:
    first = clock.today_in_japan() + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(ROWS_PER_PAGE + 1)]
    with console.services.database.session() as session:
        session.add_all(Window(opens_on=day, closes_on=day) for day in days)
    page = console.page("/operator/")
    assert "全51件中 1～50件目" in page
    assert f"{day_text(days[0])}～" in page
    assert f"{day_text(days[-1])}～" not in page
    assert f"{day_text(days[-1])}～" in console.page("/operator/?coming=2")


def test_it_is_told_that_no_e_mail_is_sent(console: Console) -> None:
    assert "メールの送信が設定されていません" in console.page("/operator/")


class TestLimits:
    """Who nears a limit of look-ups."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """A low limit."""
        return replace(settings, account_look_ups_per_hour=5)

    def test_it_is_told_before_the_limit_bites(self, console: Console, clock: StoppedClock) -> None:
        actor = Actor(account_id=1, user_id="medical_viewer", institution_id=1, institution=CLINIC)
        look_up = Event(kind=Kind.LOOK_UP, actor=actor, at=clock.now(), outcome="none")
        console.services.audit.record(*[look_up] * 3)
        assert "上限に近い医療機関等はありません" in console.page("/operator/")
        console.services.audit.record(look_up)
        page = console.page("/operator/")
        assert "medical_viewer" in page
        assert "4回（80%）" in page
        console.services.audit.record(look_up)
        assert "5回（100%、受付停止中）" in console.page("/operator/")


class TestCheckpoint:
    """The audit trail's latest checkpoint."""

    def test_an_old_one_is_no_reason_to_worry_while_nothing_has_happened_since(
        self, console: Console, clock: StoppedClock
    ) -> None:
        console.services.audit.close()
        clock.advance(timedelta(minutes=29))
        assert "チェックポイント" not in console.page("/operator/")

    def test_one_that_did_not_follow_the_events_is_told(
        self, console: Console, clock: StoppedClock, settings: Settings
    ) -> None:
        console.services.audit.trail.checkpoint(clock.now())
        kept = settings.audit_checkpoint_file.read_bytes()
        console.services.audit.record(Event(kind=Kind.LOOK_UP, actor=Actor(), at=clock.now()))
        console.services.audit.close()
        settings.audit_checkpoint_file.write_bytes(kept)
        clock.advance(CHECKPOINT_MAY_BE_LATE)
        assert "チェックポイント" not in console.page("/operator/")
        clock.advance(timedelta(seconds=1))
        assert "チェックポイントが古くなっています（最終 2025/12/12 12:00）" in console.page("/operator/")

    def test_one_that_nobody_signed_is_told(self, console: Console, settings: Settings) -> None:
        console.services.audit.close()
        settings.audit_checkpoint_file.write_text("{}", encoding="utf-8")
        assert "チェックポイントを読み取れません" in console.page("/operator/")

    def test_a_missing_one_is_told(self, console: Console, clock: StoppedClock, settings: Settings) -> None:
        console.services.audit.close()
        settings.audit_checkpoint_file.unlink()
        clock.advance(CHECKPOINT_MAY_BE_LATE + timedelta(seconds=1))
        assert "チェックポイントがありません" in console.page("/operator/")
