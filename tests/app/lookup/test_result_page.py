import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.settings import Settings
from engine.open import open_engine
from engine.record import Record
from tests.app.browser import Browser
from tests.app.lookup.pages import items_of, results_in, text_of, title_of, value_of
from tests.app.records import ICHIRO, ICHIRO_TYPED, publish

OTHER = replace(ICHIRO, person_id="P9999", number="777", name="新橋　別人")


def open_ichiro(staff: Browser, **changed: str) -> str:
    """The address of the confirmation."""
    address: str = staff.post("/lookup", {**ICHIRO_TYPED, **changed}).headers["Location"]
    return address


def test_a_valid_record_is_shown_with_every_item(staff: Browser) -> None:
    page = staff.get(open_ichiro(staff))
    assert page.status_code == 200
    assert title_of(page).startswith("資格情報確認")
    assert "この資格は有効です。" in text_of(page)
    assert "資格確認日： 令和7年11月12日 （2025/11/12）" in text_of(page)
    items = items_of(page)
    assert items["保険者番号"] == "06139000"
    assert items["氏名"] == "ｼﾝﾊﾞｼ ｲﾁﾛｳ 新橋 一郎"
    assert items["生年月日"] == "昭和59年4月1日 （1984/04/01）"
    assert items["資格喪失日"] == "登録なし"


def test_a_lapsed_record_is_shown_as_invalid(staff: Browser) -> None:
    page = staff.get(open_ichiro(staff, name="新橋四郎", insurer_name="新橋サンプル"))
    assert "この資格は無効です。" in text_of(page)
    assert "最終日 令和6年3月31日" in text_of(page)
    assert items_of(page)["資格喪失事由"] == "その他"


def test_a_record_whose_dates_contradict_is_invalid_without_a_day_that_never_was(staff: Browser) -> None:
    page = staff.get(open_ichiro(staff, name="新橋矛盾", address="港区"))
    assert "この資格は無効です。" in text_of(page)
    assert "登録されている資格の日付が矛盾しています" in text_of(page)
    assert "保険者に確認してください" in text_of(page)
    assert "最終日" not in text_of(page)


def test_a_lapsed_record_of_somebody_insured_anew_says_so(staff: Browser) -> None:
    page = staff.get(open_ichiro(staff, name="新橋花子", address="", insurer_name="むかし"))
    assert "この資格は無効です。" in text_of(page)
    assert "新しい資格があります" in text_of(page)
    assert "いま健康保険組合" not in text_of(page)
    assert "患者本人に確認してください" in items_of(page)["住所"]


def test_validity_is_that_of_the_day_that_was_asked_for(staff: Browser) -> None:
    typed = {"name": "新橋四郎", "insurer_name": "新橋サンプル"}
    assert "この資格は有効です。" in text_of(staff.get(open_ichiro(staff, **typed, as_of="2024/03/31")))
    assert "この資格は無効です。" in text_of(staff.get(open_ichiro(staff, **typed, as_of="2024/04/01")))


def test_the_confirmation_shows_no_button_that_does_nothing(staff: Browser) -> None:
    body = staff.get(open_ichiro(staff)).get_data(as_text=True)
    buttons = re.findall(r'<(?:button|a) class="button[^>]*>([^<]*)</', body)
    assert buttons == ["ログアウト", "メニュー", "次の患者へ(システム障害時)", "戻る"]


def test_next_patient_erases_what_was_shown(staff: Browser) -> None:
    address = open_ichiro(staff)
    search = value_of(staff.get(address), "search")
    answer = staff.post("/lookup", {"search": search, "action": "next"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lookup")
    assert staff.get(address).status_code == 404
    assert staff.get(f"/lookup/searches/{search}").status_code == 404


def test_markup_in_a_record_is_shown_as_text(staff: Browser) -> None:
    page = staff.get(open_ichiro(staff, name="<script>alert(1)</script>", address="東京都"))
    shown = staff.get(results_in(page)[0])
    body = shown.get_data(as_text=True)
    assert "<script>alert" not in body
    assert "<img" not in body
    assert items_of(shown)["氏名"].endswith("<script>alert(1)</script>")


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([replace(ICHIRO, address="東京都千代田区1"), OTHER], id="changed"),
        pytest.param([OTHER], id="gone"),
    ],
)
def test_a_record_that_changed_or_went_since_is_not_shown_and_nobody_else_is(
    make_app: Callable[..., Flask], settings: Settings, tmp_path: Path, later: list[Record]
) -> None:
    folder = tmp_path / "own-engine"
    own = replace(settings, engine_url=publish(folder, [ICHIRO, OTHER]))
    staff = Browser(make_app(settings=own, engine=open_engine(own.engine_url)))
    staff.log_in("medical_viewer")
    address = open_ichiro(staff)
    assert staff.get(address).status_code == 200
    publish(folder, later)
    page = staff.get(address)
    assert page.status_code == 409
    assert "資格情報が更新されました。再検索してください" in text_of(page)
    assert "千代田区" not in page.get_data(as_text=True)
    assert "別人" not in page.get_data(as_text=True)
    assert [value_of(page, field) for field in ICHIRO_TYPED] == list(ICHIRO_TYPED.values())
    back = staff.get(f"/lookup/searches/{value_of(page, 'search')}")
    assert value_of(back, "name") == "新橋一郎"


def test_a_record_sent_again_unchanged_is_shown(
    make_app: Callable[..., Flask], settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "own-engine"
    own = replace(settings, engine_url=publish(folder, [ICHIRO]))
    staff = Browser(make_app(settings=own, engine=open_engine(own.engine_url)))
    staff.log_in("medical_viewer")
    address = open_ichiro(staff)
    publish(folder, [ICHIRO, OTHER])
    assert staff.get(address).status_code == 200
