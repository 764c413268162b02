"""[利用期間]: windows opened, changed and closed, each with its notice and its events."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.groups import add_members, create_group
from app.institutions import create_institution, find_institution
from app.notices.default_text import default_text
from app.notices.giving import NoticeKind
from app.roles import Role
from app.settings import Settings
from app.state.models import Notice, Window
from tests.app.browser import Browser
from tests.app.moments import StoppedClock
from tests.app.operator.console import CLINIC, Console, values

NEW = "/operator/windows/new"
DAYS = {"opens_on": "2025/12/11", "closes_on": "20251220"}
OUTAGE = {"outage_began_at": "2025/12/09 9:30", "outage_ended_at": "2025-12-10T17:00"}


def windows(console: Console) -> list[Window]:
    with console.services.database.session() as session:
        return list(session.scalars(select(Window).order_by(Window.id)).unique())


def notices(console: Console) -> list[Notice]:
    with console.services.database.session() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


@pytest.fixture
def group_id(console: Console) -> str:
    """A group that the clinic is in, and one other institution."""
    with console.services.database.session() as session:
        group = create_group(session, "東京都")
        other = create_institution(session, "1398765432", "となりの医療機関")
        add_members(session, group, [find_institution(session, CLINIC), other])
        return str(group.id)


@pytest.fixture
def opened(console: Console) -> Window:
    """A window for all, open until 20 December."""
    console.done(NEW, target="all", **DAYS, **OUTAGE)
    return windows(console)[-1]


def test_a_window_for_all_is_opened_with_its_outage(console: Console) -> None:
    page = console.done(NEW, target="all", **DAYS, **OUTAGE, strict="1")
    assert "利用期間を設定し、お知らせを出しました。" in page
    assert "すべての医療機関等" in page
    assert "2025/12/11～2025/12/20" in page
    assert "2025/12/09 09:30～2025/12/10 17:00" in page
    assert "利用中" in page
    window = windows(console)[-1]
    assert (window.institution, window.group, window.strict) == (None, None, True)
    assert (window.opens_on, window.closes_on) == (date(2025, 12, 11), date(2025, 12, 20))
    assert window.outage_began_at == datetime(2025, 12, 9, 0, 30, tzinfo=UTC)
    assert window.outage_ended_at == datetime(2025, 12, 10, 8, 0, tzinfo=UTC)


def test_a_window_for_a_group_is_opened(console: Console, group_id: str) -> None:
    page = console.done(NEW, target="group", group=group_id, **DAYS)
    assert "グループ「" in page
    assert windows(console)[-1].group_id == int(group_id)


def test_a_window_for_one_institution_is_opened_by_its_code_in_digits_of_either_width(console: Console) -> None:
    console.done(NEW, target="institution", institution="１３１２３４５６７８", **DAYS)
    window = windows(console)[-1]
    assert window.institution
    assert window.institution.code == CLINIC


@pytest.mark.parametrize("role", [Role.MEDICAL_VIEWER, Role.ADMINISTRATOR])
def test_a_clinic_sees_item_and_notice_on_its_next_request_and_loses_the_item_when_it_closes(
    console: Console, client_as: Callable[[Role], Browser], role: Role
) -> None:
    clinic = client_as(role)
    assert clinic.get("/lookup").status_code == 403
    console.done(NEW, target="all", **DAYS, notice_title="障害のため開きます")
    assert 'href="/lookup"' in clinic.get("/menu").text
    assert "障害のため開きます" in clinic.get("/menu").text
    assert clinic.get("/lookup").status_code == 200
    console.done(f"/operator/windows/{windows(console)[-1].id}/close")
    assert clinic.get("/lookup").status_code == 403
    assert 'href="/lookup"' not in clinic.get("/menu").text


def test_opening_changing_and_closing_each_leave_two_events_and_a_notice(console: Console) -> None:
    console.done(NEW, target="all", **DAYS)
    window_id = windows(console)[-1].id
    console.done(f"/operator/windows/{window_id}/edit", **{**DAYS, "closes_on": "2025/12/25"})
    console.done(f"/operator/windows/{window_id}/close")
    kinds = ["window_opened", "window_changed", "window_closed"]
    events = console.events(*kinds, "notice_given")
    assert [event.kind for event in events] == [kind for one in kinds for kind in (one, "notice_given")]
    assert {event.subject for event in events[::2]} == {f"window:{window_id}"}
    assert [event.details["closes_on"] for event in events[::2]] == ["2025-12-20", "2025-12-25", "2025-12-25"]
    assert [event.subject for event in events[1::2]] == [f"notice:{notice.id}" for notice in notices(console)]
    assert {event.user_id for event in events} == {"operator"}
    assert [notice.kind for notice in notices(console)] == ["opened", "changed", "closed"]
    assert {notice.window_id for notice in notices(console)} == {window_id}


WRONG: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "no target": ({"target": ""}, "target", "対象を選択してください。"),
    "an unknown target": ({"target": "everybody"}, "target", "対象を選択してください。"),
    "no group": ({"target": "group"}, "group", "グループを選択してください。"),
    "an unknown group": ({"target": "group", "group": "99"}, "group", "このグループはありません。"),
    "a group that is no number": ({"target": "group", "group": "x"}, "group", "グループを選択してください。"),
    "all, and a group": ({"group": "1"}, "target", "対象は「すべての医療機関等」ですが、グループも指定されています。"),
    "all, and one": ({"institution": CLINIC}, "target", "医療機関コードも指定されています。"),
    "one, and a group": (
        {"target": "institution", "institution": CLINIC, "group": "1"},
        "target",
        "対象は「医療機関等を1件」ですが、グループも指定されています。",
    ),
    "no code": ({"target": "institution"}, "institution", "医療機関コードを入力してください。"),
    "a short code": ({"target": "institution", "institution": "131"}, "institution", "10桁の数字"),
    "an unknown institution": (
        {"target": "institution", "institution": "9999999999"},
        "institution",
        "医療機関コード9999999999の医療機関等は登録されていません。",
    ),
    "no first day": ({"opens_on": ""}, "opens_on", "利用開始日を入力してください。"),
    "no last day": ({"closes_on": " "}, "closes_on", "利用終了日を入力してください。"),
    "a day that is none": ({"opens_on": "2025/02/30"}, "opens_on", "存在しない日付"),
    "a day in another form": ({"opens_on": "12月11日"}, "opens_on", "西暦年月日8桁"),
    "an end before its start": ({"closes_on": "2025/12/10"}, "closes_on", "利用終了日が利用開始日より前です。"),
    "half an outage": ({"outage_ended_at": ""}, "outage_ended_at", "復旧日時を入力してください。"),
    "the other half": ({"outage_began_at": ""}, "outage_began_at", "障害発生日時を入力してください。"),
    "an hour that is none": ({"outage_began_at": "2025/12/09 25:00"}, "outage_began_at", "0:00から23:59まで"),
    "a year before the calendar's": ({"outage_began_at": "0001/01/01 0:00"}, "outage_began_at", "古すぎます。"),
    "a time in another form": ({"outage_began_at": "昨日"}, "outage_began_at", "西暦年月日と時刻"),
    "an outage that ends before it begins": (
        {"outage_ended_at": "2025/12/09 9:29"},
        "outage_ended_at",
        "復旧日時が障害発生日時以前です。",
    ),
    "an outage that is not over": ({"outage_ended_at": "2025/12/12 13:00"}, "outage_ended_at", "現在より後です。"),
    "a start before the recovery": ({"opens_on": "2025/12/09"}, "opens_on", "利用開始日が復旧より前です。"),
    "strict without an outage": (
        {"outage_began_at": "", "outage_ended_at": "", "strict": "1"},
        "strict",
        "障害発生日時と復旧日時を入力してください。",
    ),
    "a title of two lines": ({"notice_title": "一行目\n二行目"}, "notice_title", "使用できない文字"),
    "a body that is too long": ({"notice_body": "長" * 4_001}, "notice_body", "文字以内で入力してください"),
}


@pytest.mark.parametrize(("typed", "field", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_opened(
    console: Console, typed: Mapping[str, str], field: str, says: str
) -> None:
    before = len(windows(console))
    said = console.refused(NEW, **{"target": "all", **DAYS, **OUTAGE, **typed})
    assert list(said) == [field]
    assert says in said[field]
    assert len(windows(console)) == before
    assert notices(console) == []


def test_a_window_that_overlaps_another_one_names_it(console: Console, opened: Window) -> None:
    said = console.refused(NEW, target="institution", institution=CLINIC, opens_on="2025/12/20", closes_on="2025/12/21")
    assert f"利用期間{opened.id}" in said["opens_on"]
    assert "重なります" in said["opens_on"]


def test_a_wrong_form_keeps_all_that_was_typed(console: Console, group_id: str) -> None:
    typed = {
        **OUTAGE,
        "opens_on": "２０２５/12/11",
        "closes_on": "",
        "institution": "<13>",
        "notice_title": '件名"><script>',
        "notice_body": "一行目\r\n</textarea>二行目",
    }
    answer = console.post(NEW, target="group", group=group_id, strict="1", **typed)
    assert answer.status_code == 422
    kept = values(answer.text)
    assert {name: kept[name].replace("\r", "") for name in typed} == {
        name: value.replace("\r", "") for name, value in typed.items()
    }
    assert f'<option value="{group_id}" selected>' in answer.text
    assert 'value="group" checked' in answer.text
    assert 'name="strict" value="1" checked' in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]


def test_messages_stand_in_the_order_of_the_form(console: Console) -> None:
    said = console.refused(NEW, opens_on="x", closes_on="x", outage_ended_at="x")
    assert list(said) == ["target", "opens_on", "closes_on", "outage_ended_at"]
    summary = re.findall('href="#([a-z_]+)"', console.post(NEW, opens_on="x", closes_on="x").text)
    assert summary[-3:] == ["target", "opens_on", "closes_on"]


def test_without_words_of_the_operators_own_the_notice_is_the_default(console: Console) -> None:
    console.done(NEW, target="all", **DAYS, **OUTAGE)
    text = default_text(NoticeKind.OPENED, windows(console)[-1])
    assert [(notice.title, notice.body) for notice in notices(console)] == [(text.title, text.body)]


def test_the_operators_own_words_are_given(console: Console) -> None:
    console.done(NEW, target="all", **DAYS, notice_title="件名", notice_body="一行目\r\n\r\n三行目")
    assert [(notice.title, notice.body) for notice in notices(console)] == [("件名", "一行目\n\n三行目")]


def drafted(answer: TestResponse) -> Mapping[str, str]:
    assert answer.status_code == 200
    return values(answer.text)


def test_a_draft_shows_the_default_in_the_form_and_opens_nothing(console: Console) -> None:
    before = console.events()
    form = drafted(console.post(NEW, target="all", **DAYS, **OUTAGE, draft="1"))
    assert "2025年12月11日～2025年12月20日" in form["notice_body"]
    assert form["opens_on"] == DAYS["opens_on"]
    assert len(windows(console)) == 1
    assert console.events() == before


def test_a_draft_that_nobody_rewrote_follows_the_days_that_are_opened_in_the_end(console: Console) -> None:
    form = drafted(console.post(NEW, target="all", **DAYS, draft="1"))
    as_sent = {name: value.replace("\n", "\r\n") for name, value in form.items()}
    console.done(NEW, **{**as_sent, "target": "all", "closes_on": "2025/12/24"})
    assert "2025年12月24日" in notices(console)[0].body
    assert "2025年12月20日" not in notices(console)[0].body


def test_a_draft_that_was_rewritten_is_given_as_it_was_rewritten(console: Console) -> None:
    form = drafted(console.post(NEW, target="all", **DAYS, draft="1"))
    own = f"{form['notice_body']}\n問合せ先：実施機関"
    console.done(NEW, **{**form, "target": "all", "notice_body": own})
    assert notices(console)[0].body == own


def test_a_draft_rewritten_for_other_days_is_asked_about_once_before_it_is_given(console: Console) -> None:
    form = drafted(console.post(NEW, target="all", **DAYS, draft="1"))
    own = f"至急ご確認ください。\n\n{form['notice_body']}"
    before = (len(windows(console)), len(notices(console)))
    asked = console.post(NEW, **{**form, "target": "all", "notice_body": own, "closes_on": "2025/12/24"})
    assert (asked.status_code, "文案を作った後に" in asked.text) == (422, True)
    assert (len(windows(console)), len(notices(console))) == before
    again = values(asked.text)
    assert again["notice_body"] == own
    console.done(NEW, **{**again, "target": "all"})
    assert notices(console)[0].body == own


def test_a_change_begins_with_what_is_set(console: Console, opened: Window) -> None:
    form = values(console.page(f"/operator/windows/{opened.id}/edit"))
    assert (form["opens_on"], form["closes_on"]) == ("2025/12/11", "2025/12/20")
    assert (form["outage_began_at"], form["outage_ended_at"]) == ("2025/12/09 09:30", "2025/12/10 17:00")


def test_a_change_takes_effect_and_says_so_in_its_notice(
    console: Console, opened: Window, client_as: Callable[[Role], Browser]
) -> None:
    clinic = client_as(Role.MEDICAL_VIEWER)
    assert clinic.get("/lookup").status_code == 200
    console.done(f"/operator/windows/{opened.id}/edit", opens_on="2025/12/13", closes_on="2025/12/20")
    assert clinic.get("/lookup").status_code == 403
    changed = windows(console)[-1]
    assert (changed.opens_on, changed.outage_began_at) == (date(2025, 12, 13), None)
    assert "2025年12月13日～2025年12月20日" in notices(console)[-1].body


def test_a_wrong_change_changes_nothing(console: Console, opened: Window) -> None:
    path = f"/operator/windows/{opened.id}/edit"
    said = console.refused(path, opens_on="2025/12/13", closes_on="2025/12/12")
    assert list(said) == ["closes_on"]
    assert windows(console)[-1].opens_on == opened.opens_on


def test_the_page_before_closing_tells_what_follows_and_changes_nothing(console: Console, opened: Window) -> None:
    page = console.page(f"/operator/windows/{opened.id}/close")
    assert "直ちに資格情報照会を利用できなくなります" in page
    assert "利用は終了しました" in values(page)["notice_body"]
    assert windows(console)[-1].closed_at is None


def test_the_notice_of_a_close_tells_the_time_of_the_close_not_of_the_page(
    console: Console, opened: Window, clock: StoppedClock
) -> None:
    form = values(console.page(f"/operator/windows/{opened.id}/close"))
    assert "12時00分" in form["notice_body"]
    clock.advance(timedelta(minutes=7))
    console.done(f"/operator/windows/{opened.id}/close", **form)
    assert "12時07分" in notices(console)[-1].body


def test_a_window_is_closed_once(console: Console, opened: Window) -> None:
    path = f"/operator/windows/{opened.id}"
    page = console.done(f"{path}/close")
    assert "途中で終了" in page
    assert f'href="{path}/edit"' not in page
    assert f'href="{path}/close"' not in page
    for form in ("edit", "close"):
        assert console.get(f"{path}/{form}").location == path
    before = console.events()
    answer = console.post(f"{path}/close")
    assert answer.status_code == 422
    assert "すでに終了しています" in answer.text
    answer = console.post(f"{path}/edit", **DAYS)
    assert answer.status_code == 422
    assert "すでに終了しています" in answer.text
    assert console.events() == before


def test_a_window_that_is_over_cannot_be_closed_from_a_page_that_was_left_open(
    console: Console, opened: Window, clock: StoppedClock
) -> None:
    path = f"/operator/windows/{opened.id}"
    clock.advance(timedelta(days=8, hours=11, minutes=59))
    assert console.browser.log_in("operator").status_code == 303
    assert console.get(f"{path}/close").status_code == 200
    clock.advance(timedelta(minutes=1))
    assert console.get(f"{path}/close").location == path
    before = console.events()
    answer = console.post(f"{path}/close")
    assert answer.status_code == 422
    assert "すでに終了しています" in answer.text
    assert console.events() == before
    assert "途中で終了" not in console.page(path)


@pytest.mark.parametrize("path", ["99", "99/edit", "99/close", "0", "2147483648", "99999999999999999999", "x"])
def test_an_unknown_window_is_no_page(console: Console, path: str) -> None:
    assert console.get(f"/operator/windows/{path}").status_code == 404
    assert console.post(f"/operator/windows/{path}").status_code in {404, 405}


@pytest.mark.parametrize(
    ("state", "shown"), [("", {1, 2, 3, 4}), ("open", {2}), ("coming", {3}), ("past", {1, 4}), ("?", {1, 2, 3, 4})]
)
def test_the_list_is_narrowed_by_state(console: Console, state: str, shown: set[int]) -> None:
    console.done(NEW, target="all", **DAYS)
    console.done(NEW, target="all", opens_on="2025/12/21", closes_on="2025/12/22")
    console.done(NEW, target="all", opens_on="2025/12/23", closes_on="2025/12/24")
    console.done("/operator/windows/4/close")
    page = console.page(f"/operator/windows?state={state}")
    assert {number for number in range(1, 5) if f'href="/operator/windows/{number}"' in page} == shown


def test_a_window_of_today_that_waits_for_the_recovery_is_coming(console: Console, clock: StoppedClock) -> None:
    console.done(
        NEW,
        target="all",
        opens_on="2025/12/12",
        closes_on="2025/12/13",
        outage_began_at="2025/12/11 0:00",
        outage_ended_at="2025/12/12 11:00",
    )
    clock.advance(timedelta(hours=-2))
    assert 'href="/operator/windows/2"' in console.page("/operator/windows?state=coming")
    assert 'href="/operator/windows/2"' not in console.page("/operator/windows?state=open")


def test_e_mail_is_queued_only_where_it_is_configured(console: Console, settings: Settings) -> None:
    assert settings.smtp_url is None
    with console.services.database.session() as session:
        find_institution(session, CLINIC).mail_address = "desk@clinic.example"
    page = console.done(NEW, target="all", **DAYS)
    notice = console.page(f"/operator/notices/{notices(console)[-1].id}")
    assert "利用期間を設定し" in page
    assert "メールの送信は設定されていません" in notice
    assert "desk@clinic.example" not in notice


def test_a_form_can_begin_with_an_institution_or_a_group(console: Console, group_id: str) -> None:
    page = console.page(f"{NEW}?institution={CLINIC}")
    assert values(page)["institution"] == CLINIC
    assert 'value="institution" checked' in page
    assert f'<option value="{group_id}" selected>' in console.page(f"{NEW}?group={group_id}")
