import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.lookup import messages
from app.lookup.store import LIFETIME
from app.roles import Role
from app.services import Services
from app.state.models import StoredSearch
from tests.app.browser import Browser
from tests.app.fake_engine import UnavailableEngine
from tests.app.lookup.counting_engine import CountingEngine
from tests.app.lookup.pages import choice_of, results_in, rows_of, text_of, title_of, value_of
from tests.app.lookup.people import TARO_TYPED
from tests.app.moments import StoppedClock
from tests.app.records import ICHIRO_TYPED

SEARCH_PAGE = re.compile(r"/lookup/searches/[A-Za-z0-9_-]{43}")
RESULT_PAGE = re.compile(r"/lookup/results/[A-Za-z0-9_-]{43}")


def search(staff: Browser, **changed: str) -> TestResponse:
    return staff.post("/lookup", {**TARO_TYPED, **changed})


def found(staff: Browser, **changed: str) -> TestResponse:
    """The page a search leads to."""
    answer = search(staff, **changed)
    assert answer.status_code == 303, text_of(answer)
    return staff.get(answer.headers["Location"])


def test_the_form_is_empty_but_for_the_era_and_today(staff: Browser) -> None:
    page = staff.get("/lookup")
    assert page.status_code == 200
    assert "検索条件：マイナンバーカード券面情報" in text_of(page)
    assert "利用が制限された機能であるため、利用状況は実施機関で監視しています。" in text_of(page)
    assert (choice_of(page, "birth_era"), choice_of(page, "sex")) == ("S", "")
    assert value_of(page, "as_of") == "2025/11/12"
    assert [value_of(page, field) for field in ("name", "name_kana", "birth_year", "address")] == [""] * 4


def test_the_header_tells_screen_institution_and_account(staff: Browser) -> None:
    words = text_of(staff.get("/lookup"))
    for part in ("資格情報照会（システム障害時）", "サンプル医療機関", "medical_viewer", "ログアウト"):
        assert part in words


def test_as_of_starts_with_the_day_in_japan(client_as: Callable[[Role], Browser], clock: StoppedClock) -> None:
    clock.advance(timedelta(hours=12))  # midnight in Japan, still the 12th in UTC
    page = client_as(Role.MEDICAL_VIEWER).get("/lookup")
    assert value_of(page, "as_of") == "2025/11/13"


def test_the_manual_s_example_gives_the_manual_s_list(staff: Browser) -> None:
    answer = search(staff)
    assert answer.status_code == 303
    assert SEARCH_PAGE.fullmatch(answer.headers["Location"])
    page = staff.get(answer.headers["Location"])
    assert page.status_code == 200
    assert messages.SEVERAL in text_of(page)
    assert "検索結果： 2 件" in text_of(page)
    assert rows_of(page) == [
        ["新橋 太郎", "昭和29年3月26日", "男", "東京都港区〇〇5丁目", "東京新橋サンプル保険者", "有効"],
        ["新橋 太郎", "昭和29年3月26日", "男", "東京都足立区皇居裏1", "北海道新聞社健康保険組合", "有効"],
    ]
    assert len(set(results_in(page))) == 2


def test_the_conditions_stay_in_the_form_above_the_list(staff: Browser) -> None:
    page = found(staff, as_of="２０２５１１１２", birth_year="２９")
    assert value_of(page, "name") == "新橋太郎"
    assert value_of(page, "birth_year") == "２９"
    assert value_of(page, "address") == "東京都"
    assert value_of(page, "as_of") == "2025/11/12"
    assert (choice_of(page, "birth_era"), choice_of(page, "sex")) == ("S", "1")


def test_one_person_is_shown_at_once_without_a_list(staff: Browser) -> None:
    answer = staff.post("/lookup", ICHIRO_TYPED)
    assert answer.status_code == 303
    assert RESULT_PAGE.fullmatch(answer.headers["Location"])
    assert "この資格は有効です。" in text_of(staff.get(answer.headers["Location"]))


def test_nobody_found_says_so_and_what_to_check(staff: Browser) -> None:
    page = found(staff, name="新橋零郎")
    words = text_of(page)
    assert messages.NONE in words
    assert all(line in words for line in messages.WHAT_TO_CHECK)
    assert "保険者が住所を登録していない場合、住所では見つかりません" in words
    assert results_in(page) == []


def test_more_than_five_show_neither_rows_nor_their_number(staff: Browser) -> None:
    answer = staff.post("/lookup", {**ICHIRO_TYPED, "name": "新橋六人"})
    page = staff.get(answer.headers["Location"])
    assert messages.TOO_MANY in text_of(page)
    assert results_in(page) == []
    assert "検索結果" not in text_of(page)
    assert "6" not in text_of(page).partition(messages.TOO_MANY)[2]


def test_a_row_that_is_not_in_force_says_so(staff: Browser) -> None:
    page = staff.get(staff.post("/lookup", {**ICHIRO_TYPED, "name": "新橋四郎"}).headers["Location"])
    assert [(row[4], row[5]) for row in rows_of(page)] == [
        ("これから健康保険組合", "無効 資格確認日より後に始まる資格"),
        ("東京新橋サンプル保険者", "無効"),
    ]


def test_a_reload_repeats_no_look_up(staff: Browser, engine: CountingEngine) -> None:
    location = search(staff).headers["Location"]
    pages = [staff.get(location).get_data(as_text=True) for _ in range(3)]
    assert engine.searches == 1
    assert len({tuple(re.findall('/lookup/results/[^"]+', page)) for page in pages}) == 1


def test_going_back_shows_the_same_list_with_the_same_handles_and_no_look_up(
    staff: Browser, engine: CountingEngine
) -> None:
    page = found(staff)
    result = staff.get(results_in(page)[1])
    back = re.search(r'href="(/lookup/searches/[^"]+)">戻る', result.get_data(as_text=True))
    assert back
    again = staff.get(back[1])
    assert (results_in(again), rows_of(again)) == (results_in(page), rows_of(page))
    assert value_of(again, "name") == "新橋太郎"
    assert engine.searches == 1


def test_going_back_from_one_person_shows_the_form_as_it_was_without_a_list(staff: Browser) -> None:
    result = staff.get(staff.post("/lookup", ICHIRO_TYPED).headers["Location"])
    back = re.search(r'href="(/lookup/searches/[^"]+)">戻る', result.get_data(as_text=True))
    assert back
    page = staff.get(back[1])
    assert value_of(page, "name") == "新橋一郎"
    assert results_in(page) == []
    assert messages.NONE not in text_of(page)


def test_wrong_input_is_422_with_the_form_as_typed_and_every_error_twice(staff: Browser) -> None:
    page = search(staff, name="", name_kana="", birth_month="x", sex="", address="", insurer_name="国保", as_of="")
    assert page.status_code == 422
    body = page.get_data(as_text=True)
    for target, words in {
        "name": "氏名又は氏名（カナ）のどちらか一方は入力してください。",
        "birth_month": "生年月日の月は数字で入力してください。",
        "sex": "性別を選択してください。",
        "insurer_name": "「国保」「健康保険組合」などの一般的な語だけでは検索できません。",
        "as_of": "資格確認日を西暦年月日8桁（入力例 2020/10/10）で入力してください。",
    }.items():
        assert f'<a href="#{target}">{words}' in body
        assert f'id="{target}"' in body
        assert body.count(words) == 2
    assert "5件の誤り" in text_of(page)
    assert (value_of(page, "birth_month"), value_of(page, "insurer_name"), value_of(page, "as_of")) == ("x", "国保", "")
    assert title_of(page).startswith("エラー：")


def test_wrong_input_asks_no_engine_and_keeps_no_search(
    staff: Browser, engine: CountingEngine, services: Services
) -> None:
    def kept() -> int:
        with services.database.session() as session:
            return session.scalar(select(func.count()).select_from(StoredSearch)) or 0

    search(staff, sex="")
    assert (engine.searches, kept()) == (0, 0)
    search(staff)
    assert (engine.searches, kept()) == (1, 3)


def test_an_error_is_tied_to_its_field_for_screen_readers(staff: Browser) -> None:
    body = search(staff, name="").get_data(as_text=True)
    for field in ("name", "name_kana"):
        tag = re.search(rf'<input[^>]*id="{field}"[^>]*>', body)
        assert tag
        assert 'aria-invalid="true"' in tag[0]
        assert re.search(r'aria-describedby="[^"]*\bname-error\b', tag[0])
    assert 'id="name-error"' in body


def test_the_day_after_showa_is_offered_and_taken_over_when_ticked(staff: Browser) -> None:
    wrong = {"name": "新橋零郎", "birth_year": "64", "birth_month": "1", "birth_day": "8"}
    page = search(staff, **wrong)
    assert page.status_code == 422
    assert "その日は平成元年1月8日です" in text_of(page)
    assert value_of(page, "offered_day") == "1989-01-08"
    corrected = found(staff, **wrong, offered_day="1989-01-08")
    assert (choice_of(corrected, "birth_era"), value_of(corrected, "birth_year")) == ("H", "1")


@pytest.mark.parametrize("action", ["clear", "next"])
def test_clear_and_next_patient_erase_the_search_and_empty_the_form(staff: Browser, action: str) -> None:
    location = search(staff).headers["Location"]
    page = staff.get(location)
    answer = staff.post("/lookup", {**TARO_TYPED, "search": value_of(page, "search"), "action": action})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lookup")
    assert value_of(staff.get("/lookup"), "name") == ""
    assert staff.get(location).status_code == 404
    assert staff.get(results_in(page)[0]).status_code == 404


def test_clear_also_erases_the_searches_it_was_refined_from(staff: Browser) -> None:
    first = search(staff, name="新橋零郎").headers["Location"]
    second = search(staff, search=value_of(staff.get(first), "search")).headers["Location"]
    wrong = search(staff, sex="", search=value_of(staff.get(second), "search"))
    staff.post("/lookup", {"search": value_of(wrong, "search"), "action": "clear"})
    assert staff.get(first).status_code == 404
    assert staff.get(second).status_code == 404


def test_clearing_without_a_search_just_empties_the_form(staff: Browser) -> None:
    answer = staff.post("/lookup", {"name": "新橋", "action": "clear"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lookup")


def test_somebody_else_s_handle_is_the_same_404_as_a_wrong_one(
    staff: Browser, client_as: Callable[[Role], Browser]
) -> None:
    location = search(staff).headers["Location"]
    result = results_in(staff.get(location))[0]
    colleague = client_as(Role.ADMINISTRATOR)
    pages = [colleague.get(path) for path in (location, result, "/lookup/searches/x", "/lookup/results/x")]
    assert [page.status_code for page in pages] == [404] * 4
    assert len({text_of(page) for page in pages}) == 1
    assert "もう一度検索してください" in text_of(pages[0])


def test_a_search_is_gone_after_fifteen_idle_minutes(staff: Browser, clock: StoppedClock) -> None:
    location = search(staff).headers["Location"]
    clock.advance(LIFETIME)
    assert staff.get(location).status_code == 404


def test_no_patient_fact_is_in_an_address_a_cookie_or_a_title(staff: Browser) -> None:
    facts = ("新橋", "太郎", "1954", "昭和", "港区", "東京", "%E6%96%B0")
    staff.get("/lookup")
    before = staff.cookie()
    answers = [search(staff), search(staff, sex="")]
    answers.append(staff.get(answers[0].headers["Location"]))
    answers.append(staff.get(results_in(answers[-1])[0]))
    outside = [answer.headers.get("Location", "") + repr(answer.headers.getlist("Set-Cookie")) for answer in answers]
    outside += [title_of(answer) for answer in answers[1:]]
    assert not [(fact, place) for fact in facts for place in outside if fact in place]
    assert staff.cookie() == before


def test_every_page_with_patient_facts_is_not_stored(staff: Browser) -> None:
    page = found(staff)
    for answer in (page, staff.get(results_in(page)[0]), search(staff, sex="")):
        assert answer.headers["Cache-Control"] == "no-store"


def test_names_that_hold_markup_are_shown_as_text(staff: Browser) -> None:
    sneaky = "<script>alert(1)</script>"
    page = staff.get(staff.post("/lookup", {**ICHIRO_TYPED, "name": sneaky, "address": "東京都"}).headers["Location"])
    body = page.get_data(as_text=True)
    assert len(results_in(page)) == 2
    assert sneaky not in body
    assert "<b>サンプル</b>" not in body
    assert value_of(page, "name") == sneaky
    assert rows_of(page)[0][0] == sneaky


def test_wrong_input_that_holds_markup_is_shown_as_text(staff: Browser) -> None:
    sneaky = '"><script>alert(1)</script>'
    page = search(staff, birth_year=sneaky, sex=sneaky, birth_era=sneaky, as_of=sneaky, search=sneaky)
    assert "<script>alert" not in page.get_data(as_text=True)
    assert value_of(page, "birth_year") == sneaky


@pytest.mark.parametrize("away", [UnavailableEngine("新橋太郎")])
def test_an_engine_that_is_away_is_503_with_the_form_kept_and_never_no_such_person(
    make_app: Callable[..., Flask], away: UnavailableEngine
) -> None:
    staff = Browser(make_app(engine=away))
    staff.log_in("medical_viewer")
    page = search(staff)
    assert page.status_code == 503
    assert "該当者がいないという意味ではありません" in text_of(page)
    assert messages.NONE not in text_of(page)
    assert (value_of(page, "name"), value_of(page, "birth_year")) == ("新橋太郎", "29")
