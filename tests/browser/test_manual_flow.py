"""The operation manual's section 2, step by step, and the words of its section 3."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import ITEM, Desk, fill, items, log_in, look_up, open_form, rows, search, values
from tests.browser.people import (
    CHANGED_INSURER,
    CHILD_WITHOUT_ADDRESS,
    EVERYTHING_SENT,
    ICHIRO,
    JUGOTA,
    NOBODY,
    SIX_ALIKE,
    TARO,
)
from tests.browser.service import CLINIC

ONE_SEARCH = re.compile(r"/lookup/searches/[\w-]+$")
ONE_RESULT = re.compile(r"/lookup/results/[\w-]+$")
NEXT_PATIENT = "次の患者へ(システム障害時)"


def test_from_log_in_through_the_menu_to_the_form_as_the_manual_shows_it(desk: Desk) -> None:
    page = desk.window("viewer")
    expect(page.get_by_role("heading", level=1)).to_have_text("メニュー")
    expect(page.get_by_role("heading", name="緊急時医療情報・資格確認機能")).to_be_visible()
    open_form(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(ITEM)
    expect(page.get_by_role("banner")).to_contain_text(CLINIC)
    expect(page.get_by_text("利用が制限された機能であるため、利用状況は実施機関で監視しています。")).to_be_visible()
    expect(page.get_by_text("検索条件：マイナンバーカード券面情報")).to_be_visible()
    assert page.locator("#sex option").all_inner_texts()[1:] == ["1：男", "2：女", "3：未設定"]
    assert page.locator("#birth_era option").all_inner_texts()[0] == "昭和"
    filled = {field: value for field, value in values(page).items() if value}
    assert filled.keys() == {"birth_era", "as_of"}
    assert filled["birth_era"] == "S"
    assert re.fullmatch(r"\d{4}/\d{2}/\d{2}", filled["as_of"])
    for button in ("検索", "クリア"):
        expect(page.get_by_role("button", name=button)).to_be_visible()
    for link in ("メニュー", "戻る"):
        expect(page.get_by_role("link", name=link, exact=True)).to_be_visible()


def test_two_people_of_one_name_are_listed_under_the_conditions_that_found_them(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    expect(
        page.get_by_text("複数の資格該当者が見つかりました。資格確認の該当者を以下から選択してください。")
    ).to_be_visible()
    expect(page.get_by_text("検索結果： 2 件")).to_be_visible()
    assert page.get_by_role("columnheader").all_inner_texts()[:5] == ["氏名", "生年月日", "性別", "住所", "保険者名"]
    listed = sorted(row[1:6] for row in rows(page))
    assert listed == [
        ["昭和29年3月26日", "男", "東京都港区〇〇5丁目", "東京新橋サンプル保険者", "有効"],
        ["昭和29年3月26日", "男", "東京都足立区皇居裏1", "北海道新聞社健康保険組合", "有効"],
    ]
    assert {row[0].replace("\u3000", "") for row in rows(page)} == {"新橋太郎"}
    assert {field: values(page)[field] for field in TARO} == TARO


def test_a_candidate_opens_the_confirmation_and_back_shows_the_list_as_it_was(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    list_address, handles = page.url, _handles(page)
    _row(page, "北海道新聞社健康保険組合").get_by_role("link").click()
    expect(page).to_have_url(ONE_RESULT)
    expect(page.get_by_role("heading", level=1)).to_have_text("資格情報確認")
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    assert items(page)["保険者名"] == "北海道新聞社健康保険組合"
    page.get_by_role("link", name="戻る").click()
    expect(page).to_have_url(list_address)
    assert _handles(page) == handles
    assert {field: values(page)[field] for field in TARO} == TARO


def test_the_whole_row_of_a_candidate_can_be_clicked(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    cell = page.get_by_role("cell", name="東京新橋サンプル保険者").bounding_box()
    assert cell
    page.mouse.click(cell["x"] + cell["width"] / 2, cell["y"] + cell["height"] / 2)
    expect(page).to_have_url(ONE_RESULT)
    assert items(page)["保険者名"] == "東京新橋サンプル保険者"


def test_one_person_needs_no_list(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, ICHIRO)
    expect(page).to_have_url(ONE_RESULT)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    shown = items(page)
    assert shown["保険者番号"] == "06139000"
    assert (shown["記号"], shown["番号"], shown["枝番"]) == ("9550", "12345", "01")
    assert shown["氏名"] == "ｼﾝﾊﾞｼ ｲﾁﾛｳ 新橋 一郎"
    assert shown["生年月日"].startswith("昭和59年4月1日")
    assert shown["資格取得日"].startswith("令和3年2月1日")
    assert (shown["区分"], shown["本人・家族の別"]) == ("一般", "本人")
    assert (shown["郵便番号"], shown["住所"].split()[0]) == ("151-1234", "東京都港区〇〇5丁目500-1")
    assert not {"氏名（その他）", "性別（備考）"} & shown.keys()


def test_back_from_the_only_person_shows_the_form_as_it_was_typed(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, ICHIRO)
    page.get_by_role("link", name="戻る").click()
    expect(page).to_have_url(ONE_SEARCH)
    assert {field: values(page)[field] for field in ICHIRO} == ICHIRO
    expect(page.get_by_role("table")).to_have_count(0)


def test_next_patient_clears_the_form_and_takes_the_former_patient_away(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    empty = values(page)
    search(page, ICHIRO)
    expect(page).to_have_url(ONE_RESULT)
    former = page.url
    page.get_by_role("button", name=NEXT_PATIENT).click()
    page.wait_for_url("**/lookup")
    assert values(page) == empty
    assert _status_of(page, former) == 404
    expect(page.get_by_role("main")).not_to_contain_text("新橋")


def test_next_patient_takes_every_search_for_the_former_patient_away(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    first_search = page.url
    search(page, {"address": "東京都 足立区"})
    expect(page).to_have_url(ONE_RESULT)
    page.get_by_role("button", name=NEXT_PATIENT).click()
    page.wait_for_url("**/lookup")
    assert _status_of(page, first_search) == 404


def test_clear_empties_the_form_and_takes_the_list_away(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    empty = values(page)
    search(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    former = page.url
    page.get_by_role("button", name="クリア").click()
    page.wait_for_url("**/lookup")
    assert values(page) == empty
    assert _status_of(page, former) == 404


def test_the_conditions_can_be_narrowed_from_the_list(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    search(page, {"address": "東京都 足立区"})
    expect(page).to_have_url(ONE_RESULT)
    assert items(page)["住所"].startswith("東京都足立区皇居裏1")


def test_a_reload_shows_the_same_list_again(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, TARO)
    expect(page).to_have_url(ONE_SEARCH)
    handles = _handles(page)
    page.reload()
    assert _handles(page) == handles


def test_a_lapsed_qualification_is_shown_as_invalid(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, JUGOTA)
    expect(page).to_have_url(ONE_RESULT)
    expect(page.get_by_role("heading", name="この資格は無効です。")).to_be_visible()
    assert items(page)["保険者名"] == "全国健康保険協会 ○●船員保険部"
    assert items(page)["資格喪失事由"] == "その他"


def test_whoever_changed_insurers_is_shown_as_invalid_with_a_word_of_the_new_qualification(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, CHANGED_INSURER)
    expect(page.get_by_role("heading", name="この資格は無効です。")).to_be_visible()
    expect(page.get_by_text("新しい資格があります。")).to_be_visible()
    assert items(page)["保険者名"] == "まえの試験健康保険組合"
    expect(page.get_by_role("main")).not_to_contain_text("ブラウザ試験健康保険組合")


def test_a_former_day_shows_who_was_insured_then(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, {**CHANGED_INSURER, "as_of": "２０２２０４０１"})
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("2022/04/01")


def test_nobody_found_says_so_and_what_to_check(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, NOBODY)
    expect(page).to_have_url(ONE_SEARCH)
    expect(page.get_by_text("検索条件に入力された情報が存在しません")).to_be_visible()
    expect(page.get_by_text("性別は、保険者の登録どおりに")).to_be_visible()
    expect(page.get_by_text("保険者が住所を登録していない場合、住所では見つかりません。")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_more_than_five_people_are_not_listed_and_not_counted(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, SIX_ALIKE)
    expect(page).to_have_url(ONE_SEARCH)
    expect(
        page.get_by_text("該当件数が5件を超える場合は一覧表示できません。検索入力条件を見直して再度検索してください。")
    ).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    assert not re.search(r"[6６六]\s*[件名人]", page.get_by_role("main").inner_text())


def test_every_item_that_the_insurer_sent_is_shown(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, EVERYTHING_SENT)
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()
    shown = items(page)
    assert shown["氏名（その他）"] == "ｵｰﾙ ｱｲﾃﾑｽﾞ ＡＬＬ ＩＴＥＭＳ（試験 全項）"
    assert (shown["性別"], shown["性別（備考）"]) == ("未設定", "女")
    assert shown["区分"].endswith("短期被保険者証（一般）")
    assert (shown["一部負担金割合"], shown["本人・家族の別"]) == ("1割", "家族")
    assert shown["被保険者氏名"] == "試験 世帯主"
    assert shown["有効終了日"] == "令和81年12月31日 （2099/12/31）"
    assert shown["郵便番号"] == "105-0004"


def test_a_child_before_school_age_and_an_address_that_was_not_sent_are_marked(desk: Desk) -> None:
    page = desk.window("viewer")
    look_up(page, CHILD_WITHOUT_ADDRESS)
    expect(page.get_by_text("義務教育就学前")).to_be_visible()
    expect(page.get_by_text("表示されていない場合は、必要に応じて患者本人に確認してください。")).to_be_visible()


def test_the_menu_buttons_lead_back_to_the_menu(desk: Desk) -> None:
    page = desk.window("viewer")
    for name in ("メニュー", "戻る"):
        open_form(page)
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url("**/menu")
    look_up(page, ICHIRO)
    page.get_by_role("link", name="メニュー", exact=True).click()
    page.wait_for_url("**/menu")


def test_the_calendar_button_opens_a_calendar_whose_day_is_taken_over(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    fill(page, {"as_of": "2024/02/01"})
    page.get_by_role("button", name="カレンダー").click()
    day = page.locator("input[type=date]")
    expect(day).to_have_value("2024-02-01")
    day.fill("2024-02-29")
    expect(page.locator("#as_of")).to_have_value("2024/02/29")


def test_logging_out_leads_to_the_log_in_page(desk: Desk) -> None:
    page = desk.window()
    log_in(page, "viewer")
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/login")
    page.goto("/menu")
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")


def _row(page: Page, text: str) -> Locator:
    return page.locator("tbody").get_by_role("row").filter(has_text=text)


def _handles(page: Page) -> list[str | None]:
    page.wait_for_load_state()
    return [link.get_attribute("href") for link in page.locator("tbody").get_by_role("link").all()]


def _status_of(page: Page, address: str) -> int:
    response = page.goto(address)
    assert response
    return response.status
