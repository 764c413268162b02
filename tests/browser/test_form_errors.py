"""Wrong input: all of it at once, at the top and beside the field, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, open_form, search, values
from tests.browser.form_errors import ALL_AT_ONCE, WRONG, Wrong
from tests.browser.people import ICHIRO, TARO


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_an_error_is_said_at_the_top_and_beside_its_field_and_all_that_was_typed_stays(
    desk: Desk, wrong: Wrong
) -> None:
    page = desk.window("viewer")
    open_form(page)
    typed = {**values(page), **TARO, **wrong.typed}
    with page.expect_response("**/lookup") as answer:
        search(page, typed)
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("エラー：")
    assert values(page) == typed
    assert _marked(page) == wrong.fields
    for field in wrong.fields:
        assert wrong.message in _description(page, field)
    link = page.get_by_role("alert").get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_contain_text(wrong.message)
    link.click()
    expect(page.locator(f"#{wrong.fields[0]}")).to_be_focused()
    expect(page.locator(f"#{wrong.fields[0]}")).to_be_in_viewport()


def test_everything_wrong_is_said_at_once_in_the_order_of_the_form(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    search(page, ALL_AT_ONCE)
    fields = ["name", "name_kana", "birth_year", "birth_month", "birth_day", "sex", "address", "insurer_name", "as_of"]
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).to_have_count(len(fields))
    assert [link.get_attribute("href") for link in links.all()] == [f"#{field}" for field in fields]
    assert list(_marked(page)) == fields
    assert values(page) == ALL_AT_ONCE


def test_nothing_typed_names_every_missing_choice(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    search(page, {})
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        [
            "氏名又は氏名（カナ）のどちらか一方は入力してください。",
            "生年月日を入力してください。",
            "性別を選択してください。",
            "住所又は保険者名のどちらか一方は入力してください。",
        ]
    )


def test_the_day_of_the_next_era_is_offered_and_taken_over_by_a_tick(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    search(page, {**TARO, "birth_year": "64", "birth_month": "1", "birth_day": "8"})
    page.get_by_label("平成元年1月8日として検索する").check()
    page.get_by_role("button", name="検索").click()
    page.wait_for_url("**/lookup/searches/*")
    assert {"birth_era": "H", "birth_year": "1", "birth_month": "1", "birth_day": "8"}.items() <= values(page).items()


def test_once_the_error_is_mended_the_person_is_found(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    search(page, {**ICHIRO, "birth_day": "31"})
    expect(page.get_by_role("alert")).to_be_visible()
    search(page, {"birth_day": "1"})
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()


def test_digits_of_either_width_are_taken(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    as_of = values(page)["as_of"].translate(str.maketrans("0123456789/", "０１２３４５６７８９／"))
    search(page, {**ICHIRO, "birth_year": "５９", "birth_month": "４", "birth_day": "１", "as_of": as_of})
    expect(page.get_by_text("この資格は有効です。")).to_be_visible()


def test_an_error_keeps_no_former_list_on_the_page(desk: Desk) -> None:
    page = desk.window("viewer")
    open_form(page)
    search(page, TARO)
    expect(page.get_by_role("table")).to_be_visible()
    search(page, {"birth_day": "40"})
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def _marked(page: Page) -> tuple[str, ...]:
    """The fields that are marked as wrong, in the order of the form."""
    page.wait_for_load_state()
    marked = page.locator('[aria-invalid="true"]')
    return tuple(field.get_attribute("id") or "" for field in marked.all())


def _description(page: Page, field: str) -> str:
    """What a screen reader says of a field beside its name."""
    ids = (page.locator(f"#{field}").get_attribute("aria-describedby") or "").split()
    return " ".join(page.locator(f"#{place}").inner_text() for place in ids)
