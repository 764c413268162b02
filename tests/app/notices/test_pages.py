"""What an institution's accounts see of notices, through HTTP."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.roles import Role
from app.services import Services
from app.state.models import Institution, InstitutionGroup, NoticeReading
from tests.app.browser import Browser
from tests.app.moments import StoppedClock
from tests.app.notices.conftest import Give

ClientAs = Callable[[Role], Browser]

READERS = [Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.GENERAL]

_LINE = re.compile(
    r"(未読|既読)</span>\s*(?:</td>\s*<td[^>]*>)?<time[^>]*>([^<]*)</time>.*?<a[^>]*>([^<]*)</a>", re.DOTALL
)


def lines(page: str) -> list[tuple[str, ...]]:
    """State, time and title of each notice that a page lists."""
    return _LINE.findall(page)


@pytest.mark.parametrize("role", READERS)
def test_the_menu_lists_an_unread_notice_with_its_time(client_as: ClientAs, give: Give, role: Role) -> None:
    give("点検")
    page = client_as(role).get("/menu").text
    assert lines(page) == [("未読", "2025/11/12 12:00", "点検")]
    assert "お知らせ（未読 1件）" in page


def test_reading_a_notice_marks_it_as_read_for_this_account_alone(client_as: ClientAs, give: Give) -> None:
    notice = give("点検", "一行目\n二行目")
    viewer = client_as(Role.MEDICAL_VIEWER)
    page = viewer.get(f"/notices/{notice.id}")
    assert page.status_code == 200
    assert '<p class="notice-body">一行目\n二行目</p>' in page.text
    for path in ("/menu", "/notices"):
        assert [line[0] for line in lines(viewer.get(path).text)] == ["既読"]
        assert [line[0] for line in lines(client_as(Role.GENERAL).get(path).text)] == ["未読"]
    assert "未読" not in viewer.get("/menu").text


def test_reading_it_again_keeps_the_first_time(
    client_as: ClientAs, give: Give, services: Services, clock: StoppedClock
) -> None:
    notice = give()
    viewer, first = client_as(Role.MEDICAL_VIEWER), clock.now()
    viewer.get(f"/notices/{notice.id}")
    clock.advance(timedelta(minutes=5))
    assert viewer.get(f"/notices/{notice.id}").status_code == 200
    with services.database.session() as session:
        assert [reading.read_at for reading in session.query(NoticeReading)] == [first]


def test_asking_for_its_head_is_not_reading_it(client_as: ClientAs, give: Give) -> None:
    notice = give()
    viewer = client_as(Role.MEDICAL_VIEWER)
    assert viewer.client.head(f"/notices/{notice.id}").status_code == 200
    assert "未読" in viewer.get("/menu").text


def test_the_menu_shows_the_unread_ones_first_and_the_list_the_newest(
    client_as: ClientAs, give: Give, clock: StoppedClock
) -> None:
    numbers = []
    for title in "123456":
        numbers.append(give(title).id)
        clock.advance(timedelta(minutes=1))
    viewer = client_as(Role.MEDICAL_VIEWER)
    for number in numbers[2:]:
        viewer.get(f"/notices/{number}")
    assert [line[2] for line in lines(viewer.get("/menu").text)] == ["2", "1", "6", "5", "4"]
    assert [line[2] for line in lines(viewer.get("/notices").text)] == ["6", "5", "4", "3", "2", "1"]


def test_a_long_list_has_pages(client_as: ClientAs, give: Give) -> None:
    for number in range(51):
        give(f"{number}")
    viewer = client_as(Role.MEDICAL_VIEWER)
    first, second = viewer.get("/notices").text, viewer.get("/notices?page=2").text
    assert (len(lines(first)), len(lines(second))) == (50, 1)
    assert 'href="/notices?page=2"' in first
    assert [line[2] for line in lines(second)] == ["0"]
    for wrong in ("0", "-1", "x", "９", "999999999999999999999"):
        assert viewer.get(f"/notices?page={wrong}").status_code == 200


def test_a_notice_for_others_is_not_there(
    client_as: ClientAs, app: Flask, give: Give, pharmacy: Institution, group: InstitutionGroup
) -> None:
    theirs = [give("薬局へ", institution=pharmacy), give("グループへ", group=group)]
    viewer, pharmacist = client_as(Role.MEDICAL_VIEWER), Browser(app)
    pharmacist.log_in("pharmacist")
    assert lines(viewer.get("/notices").text) == []
    assert [line[2] for line in lines(pharmacist.get("/notices").text)] == ["グループへ", "薬局へ"]
    for notice in theirs:
        assert viewer.get(f"/notices/{notice.id}").status_code == 404
        assert pharmacist.get(f"/notices/{notice.id}").status_code == 200


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "99999999999999999999999", "x", "-1"])
def test_a_number_that_is_no_notices_is_not_found(client_as: ClientAs, number: str) -> None:
    assert client_as(Role.MEDICAL_VIEWER).get(f"/notices/{number}").status_code == 404


@pytest.mark.parametrize("role", [Role.OTHER, Role.OPERATOR])
def test_for_other_accounts_there_are_no_notices(client_as: ClientAs, give: Give, role: Role) -> None:
    notice = give("点検")
    browser = client_as(role)
    assert browser.get("/notices").status_code == 404
    assert browser.get(f"/notices/{notice.id}").status_code == 404
    assert "点検" not in browser.client.get("/menu").get_data(as_text=True)


def test_words_are_shown_and_never_run(client_as: ClientAs, give: Give) -> None:
    attack = "<script>alert(1)</script>{{ 7 * 7 }}"
    notice = give(attack, attack)
    viewer = client_as(Role.MEDICAL_VIEWER)
    for path in ("/menu", "/notices", f"/notices/{notice.id}"):
        page = viewer.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page


def test_without_notices_the_list_says_so(client_as: ClientAs) -> None:
    assert "お知らせはありません。" in client_as(Role.MEDICAL_VIEWER).get("/notices").text


def test_notices_need_no_open_window(client_as: ClientAs, give: Give, clock: StoppedClock) -> None:
    clock.advance(timedelta(days=60))
    notice = give("点検")
    viewer = client_as(Role.GENERAL)
    assert lines(viewer.get("/menu").text) == [("未読", "2026/01/11 12:00", "点検")]
    assert viewer.get(f"/notices/{notice.id}").status_code == 200
