"""[利用状況] through HTTP: who sees it, what it records, its errors, its files."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.audit.event import Actor, Event, Kind
from app.institutions import find_institution
from app.operator.usage.tables import TABLES
from app.roles import Role
from app.state.models import AuditEvent
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.lookup.pages import choice_of, rows_of, text_of, title_of, value_of
from tests.app.records import ICHIRO_TYPED

PAGES = ["/operator/usage", *(f"/operator/usage/{name}" for name in TABLES)]


@pytest.fixture
def operator(client_as: Callable[[Role], Browser]) -> Browser:
    return client_as(Role.OPERATOR)


@pytest.fixture
def viewer(client_as: Callable[[Role], Browser]) -> Browser:
    return client_as(Role.MEDICAL_VIEWER)


def events(app: Flask, kind: Kind) -> Sequence[AuditEvent]:
    with services_of(app).database.session() as session:
        return session.scalars(select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.sequence)).all()


def table(page: TestResponse) -> list[list[str]]:
    return rows_of(page)


def test_the_console_leads_there(operator: Browser) -> None:
    page = operator.get("/operator/usage")
    assert page.status_code == 200
    assert '<a href="/operator/usage" aria-current="page">利用状況</a>' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_any_event_of_its_own_subject(operator: Browser, path: str) -> None:
    page = operator.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_for_every_other_role_there_is_no_such_page(client_as: Callable[[Role], Browser], role: Role) -> None:
    staff = client_as(role)
    assert {staff.get(path).status_code for path in (*PAGES, "/operator/usage/accounts?format=csv")} == {404}


def test_there_is_no_other_table(operator: Browser) -> None:
    assert operator.get("/operator/usage/passwords").status_code == 404


def test_a_clinic_s_look_up_is_counted_at_once(viewer: Browser, operator: Browser) -> None:
    viewer.get(viewer.post("/lookup", ICHIRO_TYPED).headers["Location"])
    viewer.post("/lookup", {**ICHIRO_TYPED, "name": "新橋零郎"})
    words = text_of(operator.get("/operator/usage"))
    assert "検索 2 回（うち拒否 0 回）" in words
    accounts = table(operator.get("/operator/usage/accounts"))
    assert accounts == [["1312345678", "medical_viewer", "2", "1", "0", "1", "0", "0", "0"]]
    assert table(operator.get("/operator/usage/institutions"))[0][:3] == ["1312345678", "サンプル医療機関", "2"]
    assert table(operator.get("/operator/usage/hours"))[0][:2] == ["2025/11/12 12時台", "2"]
    assert table(operator.get("/operator/usage/unopened")) == []


def test_a_list_that_was_only_looked_through_is_told(viewer: Browser, operator: Browser, app: Flask) -> None:
    location = viewer.post("/lookup", ICHIRO_TYPED).headers["Location"]  # its record is not asked for
    assert table(operator.get("/operator/usage/unopened"))[0][:5] == [
        "1312345678",
        "medical_viewer",
        "1",
        "1",
        "100.0%",
    ]
    viewer.get(location)
    assert table(operator.get("/operator/usage/unopened")) == []


def test_the_same_person_three_times_is_told_by_a_sign_alone(viewer: Browser, operator: Browser) -> None:
    for address in ("港区", "東京都", "足立区"):
        viewer.post("/lookup", {**ICHIRO_TYPED, "address": address})
    page = operator.get("/operator/usage/repeated")
    ((code, user, sign, times, *_),) = table(page)
    assert (code, user, len(sign), times) == ("1312345678", "medical_viewer", 12, "3")
    assert "新橋" not in page.text
    assert table(operator.get("/operator/usage/repeated?times=4")) == []


def test_refusals_are_told_by_their_reason(client_as: Callable[[Role], Browser], operator: Browser) -> None:
    client_as(Role.GENERAL).get("/lookup")
    rows = table(operator.get("/operator/usage/refused"))
    assert ["画面・操作", "対象外のアカウント", "1312345678", "general"] in [row[:4] for row in rows]


def test_filters_narrow_and_stay_in_every_link(viewer: Browser, operator: Browser) -> None:
    viewer.post("/lookup", ICHIRO_TYPED)
    chosen = "?first_day=20251112&last_day=20251112&institution=1312345678&account=medical_viewer&outcome=identified"
    page = operator.get(f"/operator/usage/accounts{chosen}")
    assert table(page)[0][2] == "1"
    assert (value_of(page, "first_day"), choice_of(page, "outcome")) == ("2025/11/12", "identified")
    for part in ("first_day=2025-11-12", "account=medical_viewer", "outcome=identified"):
        assert part in page.text.partition("CSVをダウンロード")[0].rpartition("href=")[2]
    assert table(operator.get("/operator/usage/accounts?first_day=20251110&last_day=20251111")) == []
    assert table(operator.get("/operator/usage/accounts?outcome=none")) == []
    assert table(operator.get("/operator/usage/accounts?account=administrator")) == []


@pytest.mark.parametrize("path", ["/operator/usage", "/operator/usage/accounts", "/operator/usage/accounts?format=csv"])
def test_wrong_filters_are_422_with_the_form_as_typed_and_nothing_counted(
    operator: Browser, app: Flask, path: str
) -> None:
    mark = "&" if "?" in path else "?"
    page = operator.get(f"{path}{mark}first_day=2025/02/30&institution=%22%3E%3Cscript%3E&times=0")
    assert page.status_code == 422
    words = text_of(page)
    assert "3件の誤り" in words
    assert "存在しない日付" in words
    assert (value_of(page, "first_day"), value_of(page, "institution")) == ("2025/02/30", '"><script>')
    assert "<script>" not in page.text.replace("<script src", "")
    assert title_of(page).startswith("エラー：")
    assert (events(app, Kind.USAGE_VIEWED), events(app, Kind.USAGE_EXPORTED)) == ([], [])


def test_nobody_s_numbers_are_an_error_not_noughts(operator: Browser) -> None:
    page = operator.get("/operator/usage?institution=9999999999&account=nobody")
    assert page.status_code == 422
    assert "この医療機関コードは登録されていません。" in text_of(page)
    assert "このユーザIDは登録されていません。" in text_of(page)


def test_looking_at_it_is_an_event_with_the_filters(operator: Browser, app: Flask) -> None:
    operator.get("/operator/usage?account=medical_viewer")
    operator.get("/operator/usage/hours?page=7")
    first, second = events(app, Kind.USAGE_VIEWED)
    assert (first.user_id, first.subject, second.subject) == ("operator", "usage:overview", "usage:hours")
    assert json.loads(first.details)["filters"]["account"] == "medical_viewer"
    assert json.loads(second.details)["page"] == 1


def test_a_file_has_every_row_opens_in_a_spreadsheet_and_is_an_event(
    viewer: Browser, operator: Browser, app: Flask
) -> None:
    viewer.post("/lookup", ICHIRO_TYPED)
    with services_of(app).database.session() as session:
        find_institution(session, "1312345678").name = '=HYPERLINK("http://x")'
    file = operator.get("/operator/usage/institutions?format=csv")
    assert file.status_code == 200
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="usage-institutions-20251106-20251112.csv"'
    assert file.headers["Cache-Control"] == "no-store"
    assert file.data.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    assert heading[:3] == ["医療機関コード", "名称", "検索"]
    assert row[:4] == ["1312345678", '\'=HYPERLINK("http://x")', "1", "1"]
    (event,) = events(app, Kind.USAGE_EXPORTED)
    assert (event.subject, json.loads(event.details)["rows"]) == ("usage:institutions", 1)
    assert events(app, Kind.USAGE_VIEWED) == []


def test_without_its_event_nothing_is_shown(operator: Browser, app: Flask) -> None:
    with services_of(app).database.session() as session:
        session.execute(update(AuditEvent).values(mac="0" * 64))
    services_of(app).clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    page = operator.get("/operator/usage/refused")
    assert page.status_code == 503
    assert operator.get("/operator/usage/refused?format=csv").status_code == 503


def test_a_name_that_holds_markup_is_shown_as_text(viewer: Browser, operator: Browser, app: Flask) -> None:
    viewer.post("/lookup", ICHIRO_TYPED)
    with services_of(app).database.session() as session:
        find_institution(session, "1312345678").name = "<script>alert(1)</script>"
    for path in ("/operator/usage", "/operator/usage/institutions"):
        page = operator.get(path)
        assert "<script>alert" not in page.text
        assert "<script>alert(1)</script>" in text_of(page) or "&lt;script&gt;" in page.text


def test_charts_are_drawn_by_attributes_with_title_and_description(viewer: Browser, operator: Browser) -> None:
    viewer.post("/lookup", ICHIRO_TYPED)
    body = operator.get("/operator/usage").text
    assert body.count('<svg class="chart-drawing"') == 2
    assert body.count("<desc id=") == 2
    assert "11/12　受け付けた検索 1" in body
    assert "1312345678　該当者1名 1" in body
    assert "style=" not in body


def test_who_nears_a_limit_is_told_on_the_first_page(operator: Browser, app: Flask) -> None:
    assert "検索回数の上限に近い利用は、現在ありません。" in text_of(operator.get("/operator/usage"))
    services = services_of(app)
    actor = Actor(account_id=1, user_id="medical_viewer", institution_id=1, institution="1312345678")
    made = [Event(kind=Kind.LOOK_UP, actor=actor, at=services.clock.now(), outcome="none") for _ in range(160)]
    services.audit.record(*made)
    page = operator.get("/operator/usage")
    assert "検索回数の上限に近い、又は達した利用があります。" in text_of(page)
    assert "1アカウント60分間200回" in text_of(page)
    assert table(operator.get("/operator/usage/near"))[0][3:] == ["160", "80%", "上限に接近"]
