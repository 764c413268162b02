"""The look-up is for patients who came during the outage (manual, chapter 1, 1 (2), 方法3)."""

import json
import re
from collections.abc import Callable
from typing import Final

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.institutions import find_institution
from app.roles import Role
from app.services import Services
from app.state.models import AuditEvent, StoredSearch, Window
from app.windows import Outage, change_window
from tests.app.browser import Browser
from tests.app.lookup.counting_engine import CountingEngine
from tests.app.lookup.pages import choice_of, results_in, text_of, value_of
from tests.app.lookup.people import TARO_TYPED
from tests.app.moments import NOON_IN_JAPAN
from tests.app.records import ICHIRO_TYPED
from tests.app.windows.moments import OUTAGE, day, in_japan

PERIOD: Final = "2025年11月9日 9時30分～2025年11月10日 17時00分"
OUTSIDE: Final = (
    "資格確認日 2025/11/12 は障害期間（2025年11月9日 9時30分～2025年11月10日 17時00分）の外です。"
    "この機能は、障害中に来院した新規患者の資格確認に使います。"
)
WHAT_TO_DO: Final = "障害中に来院した患者は、来院した日を資格確認日にして検索してください。"
INSIDE: Final = {"as_of": "2025/11/10"}

SEARCHES: Final = {
    "list": TARO_TYPED,
    "none": {**TARO_TYPED, "name": "新橋零郎"},
    "too many": {**ICHIRO_TYPED, "name": "新橋六人"},
    "confirmation": ICHIRO_TYPED,
}
ANSWERS = pytest.mark.parametrize("typed", SEARCHES.values(), ids=SEARCHES.keys())


def set_window(services: Services, outage: Outage | None = OUTAGE, *, strict: bool = False) -> None:
    """Give the clinic's window its outage."""
    with services.database.session() as session:
        clinic = find_institution(session, "1312345678")
        window = session.scalars(select(Window).where(Window.institution_id == clinic.id)).one()
        change_window(
            session,
            window.id,
            opens_on=day(11),
            closes_on=window.closes_on,
            outage=outage,
            strict=strict,
            now=NOON_IN_JAPAN,
        )


@pytest.fixture
def window(services: Services) -> None:
    set_window(services)


@pytest.fixture
def strict_window(services: Services) -> None:
    set_window(services, strict=True)


def offered(page: TestResponse) -> list[str]:
    """The days of the buttons."""
    return re.findall(r'<button[^>]*name="outage_day" value="([^"]*)"', page.get_data(as_text=True))


def answer_to(staff: Browser, typed: dict[str, str]) -> TestResponse:
    answer = staff.post("/lookup", typed)
    assert answer.status_code == 303, text_of(answer)
    return staff.get(answer.headers["Location"])


def last_event(services: Services, kind: str) -> AuditEvent:
    with services.database.session() as session:
        newest = select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.sequence.desc()).limit(1)
        return session.scalars(newest).one()


@pytest.mark.usefixtures("window")
def test_the_form_names_the_outage_and_offers_its_days_but_starts_with_today(staff: Browser) -> None:
    page = staff.get("/lookup")
    assert f"障害期間：{PERIOD}" in text_of(page)
    assert offered(page) == ["2025-11-09", "2025-11-10"]
    assert "2025/11/09を資格確認日にする" in text_of(page)
    assert value_of(page, "as_of") == "2025/11/12"


def test_a_window_without_outage_names_nothing(staff: Browser) -> None:
    page = staff.get("/lookup")
    assert "障害期間" not in text_of(page)
    assert offered(page) == []


def test_of_a_long_outage_the_first_and_the_last_day_are_offered(staff: Browser, services: Services) -> None:
    set_window(services, Outage(in_japan(5), in_japan(10)))
    assert offered(staff.get("/lookup")) == ["2025-11-05", "2025-11-09"]


@pytest.mark.usefixtures("window")
def test_the_button_sets_the_day_and_keeps_everything_typed(staff: Browser) -> None:
    typed = {**TARO_TYPED, "name_kana": "<シンバシ>", "birth_month": "x", "insurer_name": "東京 サンプル"}
    page = staff.post("/lookup", {**typed, "outage_day": "2025-11-10"})
    assert page.status_code == 200
    assert value_of(page, "as_of") == "2025/11/10"
    kept = {field: value_of(page, field) for field in typed if field not in {"birth_era", "sex", "as_of"}}
    assert kept == {field: value for field, value in typed.items() if field in kept}
    assert (choice_of(page, "birth_era"), choice_of(page, "sex")) == ("S", "1")
    assert "誤り" not in text_of(page)
    assert re.search(r'<input[^>]*id="as_of"[^>]* autofocus>', page.get_data(as_text=True))


@pytest.mark.usefixtures("window")
def test_the_button_looks_nobody_up_and_nothing_of_it_is_stored(
    staff: Browser, engine: CountingEngine, services: Services
) -> None:
    page = staff.post("/lookup", {**TARO_TYPED, "outage_day": "2025-11-10"})
    assert page.headers["Cache-Control"] == "no-store"
    assert "Location" not in page.headers
    with services.database.session() as session:
        assert session.scalar(select(func.count()).select_from(StoredSearch)) == 0
    assert engine.searches == 0


@pytest.mark.usefixtures("window")
def test_the_button_under_a_list_keeps_the_search_for_clear(staff: Browser) -> None:
    found = answer_to(staff, TARO_TYPED)
    search = value_of(found, "search")
    page = staff.post("/lookup", {**TARO_TYPED, "search": search, "outage_day": "2025-11-09"})
    assert value_of(page, "search") == search
    staff.post("/lookup", {"search": search, "action": "clear"})
    assert staff.get(results_in(found)[0]).status_code == 404


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize("sent", ["2025-11-11", "2025-11-08", "", "x", '"><script>', "2025/11/10"])
def test_a_day_that_no_button_has_changes_nothing(staff: Browser, sent: str) -> None:
    page = staff.post("/lookup", {**TARO_TYPED, "as_of": "2021/01/19", "outage_day": sent})
    assert (page.status_code, value_of(page, "as_of")) == (200, "2021/01/19")
    assert '"><script>' not in page.get_data(as_text=True)


@pytest.mark.usefixtures("window")
def test_the_ticked_birth_date_is_not_lost_by_the_button(staff: Browser) -> None:
    typed = {**TARO_TYPED, "birth_year": "64", "birth_month": "1", "birth_day": "8", "offered_day": "1989-01-08"}
    page = staff.post("/lookup", {**typed, "outage_day": "2025-11-10"})
    assert (choice_of(page, "birth_era"), value_of(page, "birth_year")) == ("H", "1")


@pytest.mark.usefixtures("window")
def test_the_form_tells_at_the_field_that_the_day_is_outside(staff: Browser) -> None:
    page = staff.get("/lookup").get_data(as_text=True)
    notice = re.search(r'id="as_of-notice">([^<]*)<', page)
    assert notice
    assert notice[1] == OUTSIDE + WHAT_TO_DO
    field = re.search(r'<input[^>]*id="as_of"[^>]*>', page)
    assert field
    assert re.search(r'aria-describedby="as_of-hint as_of-notice outage-period"', field[0])
    assert "aria-invalid" not in field[0]


@pytest.mark.usefixtures("window")
@ANSWERS
def test_every_answer_to_a_day_outside_says_so(staff: Browser, typed: dict[str, str]) -> None:
    page = answer_to(staff, typed)
    assert page.status_code == 200
    after_the_form = page.get_data(as_text=True).rpartition('id="lookup-form"')[2].partition("</form>")[2]
    assert OUTSIDE in (after_the_form or page.get_data(as_text=True))
    assert WHAT_TO_DO in text_of(page)


@pytest.mark.usefixtures("window")
@ANSWERS
def test_no_answer_to_a_day_within_says_anything(staff: Browser, typed: dict[str, str]) -> None:
    assert "の外です" not in text_of(answer_to(staff, {**typed, **INSIDE}))


@pytest.mark.usefixtures("window")
def test_with_wrong_input_the_notice_stays_unless_the_day_itself_is_wrong(staff: Browser) -> None:
    assert OUTSIDE in text_of(staff.post("/lookup", {**TARO_TYPED, "sex": ""}))
    assert "の外です" not in text_of(staff.post("/lookup", {**TARO_TYPED, "as_of": "2025/02/30"}))


@pytest.mark.usefixtures("window")
@ANSWERS
def test_a_look_up_outside_is_recorded_as_one(staff: Browser, services: Services, typed: dict[str, str]) -> None:
    answer_to(staff, typed)
    assert json.loads(last_event(services, "look_up").details)["outside_outage"] is True
    answer_to(staff, {**typed, **INSIDE})
    assert "outside_outage" not in json.loads(last_event(services, "look_up").details)


def test_without_an_outage_nothing_is_recorded_of_it(staff: Browser, services: Services) -> None:
    answer_to(staff, TARO_TYPED)
    assert "outside_outage" not in json.loads(last_event(services, "look_up").details)


@pytest.mark.usefixtures("strict_window")
def test_a_strict_window_refuses_a_day_outside_and_looks_nobody_up(
    staff: Browser, services: Services, engine: CountingEngine
) -> None:
    page = staff.post("/lookup", TARO_TYPED)
    assert page.status_code == 422
    assert f'<a href="#as_of">{OUTSIDE}' in page.get_data(as_text=True)
    assert "障害期間の外の日では検索できません。来院した障害期間内の日を入力してください。" in text_of(page)
    assert (value_of(page, "name"), value_of(page, "as_of")) == ("新橋太郎", "2025/11/12")
    assert engine.searches == 0
    with services.database.session() as session:
        assert session.scalar(select(func.count()).select_from(StoredSearch)) == 0


@pytest.mark.usefixtures("strict_window")
def test_the_refusal_is_recorded_with_hashes_alone(staff: Browser, services: Services) -> None:
    staff.post("/lookup", TARO_TYPED)
    event = last_event(services, "look_up_refused")
    assert (event.outcome, event.user_id) == ("outside_outage", "medical_viewer")
    assert set(json.loads(event.details)["conditions"]) == {"name", "birth_date", "sex", "address", "as_of"}
    assert "新橋" not in event.details


@pytest.mark.usefixtures("strict_window")
@ANSWERS
def test_a_strict_window_answers_a_day_within(staff: Browser, typed: dict[str, str]) -> None:
    assert "の外です" not in text_of(answer_to(staff, {**typed, **INSIDE}))


@pytest.mark.usefixtures("strict_window")
def test_a_strict_window_still_starts_with_today_and_tells_what_to_do(staff: Browser) -> None:
    page = staff.get("/lookup")
    assert value_of(page, "as_of") == "2025/11/12"
    assert OUTSIDE in text_of(page)


def test_a_change_of_the_window_shows_at_once(staff: Browser, services: Services) -> None:
    assert "の外です" not in text_of(answer_to(staff, ICHIRO_TYPED))
    set_window(services)
    assert OUTSIDE in text_of(answer_to(staff, ICHIRO_TYPED))
    set_window(services, None)
    assert "の外です" not in text_of(answer_to(staff, ICHIRO_TYPED))


@pytest.mark.usefixtures("window")
def test_whoever_may_not_look_up_cannot_press_the_button_either(client_as: Callable[[Role], Browser]) -> None:
    general = client_as(Role.GENERAL)
    assert general.post("/lookup", {"outage_day": "2025-11-10"}).status_code == 403
