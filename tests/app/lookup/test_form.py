from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.eras import Era, era_of, year_in_era
from app.lookup.field_error import FieldError
from app.lookup.form import Typed, blank, read, shown_as_of, typed_from, with_offered_day
from engine.query import Conditions
from engine.record import Sex

TODAY = date(2025, 11, 12)
TARO = {
    "name": "新橋太郎",
    "name_kana": "",
    "birth_era": "S",
    "birth_year": "29",
    "birth_month": "3",
    "birth_day": "26",
    "sex": "1",
    "address": "東京都",
    "insurer_name": "",
    "as_of": "2021/01/19",
}


def conditions_of(**typed: str) -> Conditions:
    found = read(typed_from({**TARO, **typed}, TODAY), TODAY)
    assert isinstance(found, Conditions), found
    return found


def errors_of(**typed: str) -> tuple[FieldError, ...]:
    found = read(typed_from({**TARO, **typed}, TODAY), TODAY)
    assert not isinstance(found, Conditions)
    return found


def only_error_of(**typed: str) -> FieldError:
    (error,) = errors_of(**typed)
    return error


def test_the_manual_s_example_makes_its_conditions() -> None:
    assert conditions_of() == Conditions(
        name="新橋太郎",
        birth_date=date(1954, 3, 26),
        sex=Sex.MALE,
        address="東京都",
        as_of=date(2021, 1, 19),
    )


def test_the_blank_form_starts_with_showa_and_today_and_no_sex() -> None:
    assert blank(TODAY) == Typed(birth_era="S", as_of="2025/11/12")


def test_full_width_digits_are_read_as_half_width_ones() -> None:
    found = conditions_of(birth_year="２９", birth_month="０３", birth_day="２６", as_of="２０２１／０１／１９")
    assert (found.birth_date, found.as_of) == (date(1954, 3, 26), date(2021, 1, 19))


@given(st.dates(min_value=date(1868, 1, 25), max_value=TODAY))
def test_every_birth_date_can_be_typed_in_its_era_and_as_a_western_date(day: date) -> None:
    month, of_month = str(day.month), str(day.day)
    in_era = conditions_of(
        birth_era=era_of(day), birth_year=str(year_in_era(day)), birth_month=month, birth_day=of_month
    )
    western = conditions_of(birth_era="AD", birth_year=str(day.year), birth_month=month, birth_day=of_month)
    assert in_era.birth_date == western.birth_date == day


@pytest.mark.parametrize("year", ["元", "1", "01", "１"])
def test_the_first_year_may_be_typed_as_gannen_or_one(year: str) -> None:
    found = conditions_of(birth_era="R", birth_year=year, birth_month="5", birth_day="1")
    assert found.birth_date == date(2019, 5, 1)


@pytest.mark.parametrize(
    "typed", ["20210119", "2021/01/19", "2021-01-19", "２０２１－０１－１９", " 2021/01/19 ", "2021/1/19", "2021-1-19"]
)
def test_as_of_is_read_in_each_accepted_form(typed: str) -> None:
    assert conditions_of(as_of=typed).as_of == date(2021, 1, 19)


def test_an_absent_as_of_is_today() -> None:
    sent = {name: value for name, value in TARO.items() if name != "as_of"}
    found = read(typed_from(sent, TODAY), TODAY)
    assert isinstance(found, Conditions)
    assert found.as_of == TODAY


@pytest.mark.parametrize("typed", ["", "  ", "　"])
def test_an_emptied_as_of_is_an_error_and_not_today(typed: str) -> None:
    error = only_error_of(as_of=typed)
    assert error.fields == ("as_of",)
    assert error.message == "資格確認日を西暦年月日8桁（入力例 2020/10/10）で入力してください。"


@pytest.mark.parametrize("typed", ["2021/02/30", "20210230", "2021/01-19", "令和3年1月19日", "20210119x", "0000/01/01"])
def test_an_as_of_that_is_no_date_is_an_error(typed: str) -> None:
    error = only_error_of(as_of=typed)
    assert error.fields == ("as_of",)
    assert "実在する日付" in error.message


@pytest.mark.parametrize(
    "typed", ["2021W032", "2021-W03-2", "2021-W03", "2021w032", "２０２１Ｗ０３２", "2021-01", "2021019"]
)
def test_an_as_of_in_another_form_of_iso_is_an_error(typed: str) -> None:
    error = only_error_of(as_of=typed)
    assert error.fields == ("as_of",)
    assert "実在する日付" in error.message


def test_as_of_is_shown_back_in_one_form() -> None:
    assert shown_as_of(Typed(as_of="20210119"), date(2021, 1, 19)).as_of == "2021/01/19"


def test_a_missing_name_is_one_error_that_marks_both_names() -> None:
    assert only_error_of(name="") == FieldError(
        ("name", "name_kana"), "氏名又は氏名（カナ）のどちらか一方は入力してください。"
    )


def test_a_missing_place_is_one_error_that_marks_address_and_insurer() -> None:
    assert only_error_of(address="　") == FieldError(
        ("address", "insurer_name"), "住所又は保険者名のどちらか一方は入力してください。"
    )


def test_the_kana_alone_and_the_insurer_alone_are_enough() -> None:
    found = conditions_of(name="", name_kana="シンバシタロウ", address="", insurer_name="新橋サンプル")
    assert (found.name_kana, found.insurer_name) == ("シンバシタロウ", "新橋サンプル")


@pytest.mark.parametrize(
    ("field", "label", "limit"),
    [
        ("name", "氏名", 100),
        ("name_kana", "氏名（カナ）", 100),
        ("address", "住所", 200),
        ("insurer_name", "保険者名", 200),
    ],
)
def test_an_over_long_text_is_an_error_that_tells_limit_and_length(field: str, label: str, limit: int) -> None:
    error = only_error_of(**{field: "ア" * (limit + 1)})
    assert error == FieldError((field,), f"{label}は{limit}文字以内で入力してください（現在{limit + 1}文字）。")


@pytest.mark.parametrize("field", ["name", "name_kana", "address", "insurer_name"])
def test_a_control_character_in_a_text_is_an_error(field: str) -> None:
    error = only_error_of(**{field: "新橋\x00太郎"})
    assert error.fields == (field,)
    assert "使用できない文字" in error.message


@pytest.mark.parametrize("insurer", ["国保", "健康保険組合", "国保　健康保険組合"])
def test_an_insurer_told_only_by_generic_words_is_refused_with_a_hint(insurer: str) -> None:
    assert only_error_of(address="", insurer_name=insurer) == FieldError(
        ("insurer_name",),
        "「国保」「健康保険組合」などの一般的な語だけでは検索できません。"
        "市区町村名や保険者名の特徴的な語を加えてください。",
    )


@pytest.mark.parametrize(("sex", "message"), [("", "性別を選択してください。"), ("4", "性別は「1：男」")])
def test_a_sex_that_was_not_chosen_is_an_error(sex: str, message: str) -> None:
    error = only_error_of(sex=sex)
    assert error.fields == ("sex",)
    assert error.message.startswith(message)


@pytest.mark.parametrize("era", ["", "X", "s"])
def test_an_era_that_was_not_chosen_is_an_error(era: str) -> None:
    assert only_error_of(birth_era=era) == FieldError(("birth_era",), "生年月日の元号又は西暦を選択してください。")


def test_a_birth_date_left_out_is_one_error() -> None:
    error = only_error_of(birth_year="", birth_month="", birth_day="")
    assert error == FieldError(("birth_year", "birth_month", "birth_day"), "生年月日を入力してください。")


@pytest.mark.parametrize(("field", "part"), [("birth_year", "年"), ("birth_month", "月"), ("birth_day", "日")])
def test_a_part_of_the_birth_date_left_out_is_named(field: str, part: str) -> None:
    assert only_error_of(**{field: ""}) == FieldError((field,), f"生年月日の{part}を入力してください。")


@pytest.mark.parametrize(("field", "part"), [("birth_year", "年"), ("birth_month", "月"), ("birth_day", "日")])
@pytest.mark.parametrize("typed", ["a", "1a", "-1", "三", "1.5"])
def test_a_letter_in_a_number_is_named(field: str, part: str, typed: str) -> None:
    assert only_error_of(**{field: typed}) == FieldError((field,), f"生年月日の{part}は数字で入力してください。")


@pytest.mark.parametrize("typed", ["0", "13", "9" * 10_000])
def test_a_month_out_of_range_is_named(typed: str) -> None:
    assert only_error_of(birth_month=typed) == FieldError(
        ("birth_month",), "生年月日の月は1から12までの数字で入力してください。"
    )


@pytest.mark.parametrize(("era", "year"), [("S", "1954"), ("H", "001"), ("AD", "54"), ("AD", "元"), ("AD", "01954")])
def test_the_year_has_two_digits_in_an_era_and_four_in_western_dates(era: str, year: str) -> None:
    assert only_error_of(birth_era=era, birth_year=year).fields == ("birth_year",)


@pytest.mark.parametrize(
    ("year", "month", "day", "words"), [("30", "2", "30", "昭和30年2月30日"), ("0", "1", "1", "昭和0年1月1日")]
)
def test_a_day_that_never_was_is_said_to_be_none(year: str, month: str, day: str, words: str) -> None:
    error = only_error_of(birth_year=year, birth_month=month, birth_day=day)
    assert error.message == f"{words}は存在しない日付です。年月日を確認してください。"
    assert error.offered is None


def test_a_day_after_the_end_of_an_era_is_offered_in_the_next() -> None:
    error = only_error_of(birth_era="S", birth_year="64", birth_month="1", birth_day="8")
    assert "昭和64年1月8日は存在しない日付です。その日は平成元年1月8日です。" in error.message
    assert error.offered == date(1989, 1, 8)


def test_a_day_before_the_beginning_of_an_era_is_offered_in_the_one_before() -> None:
    error = only_error_of(birth_era="H", birth_year="元", birth_month="1", birth_day="7")
    assert "その日は昭和64年1月7日です。" in error.message
    assert error.offered == date(1989, 1, 7)


@pytest.mark.parametrize(
    ("era", "year", "month", "day"),
    [("R", "7", "11", "13"), ("AD", "2025", "11", "13"), ("S", "99", "12", "31"), ("H", "40", "1", "1")],
)
def test_a_birth_date_after_today_is_an_error_in_whatever_era_and_never_offered(
    era: str, year: str, month: str, day: str
) -> None:
    today = date(2024, 1, 1) if era == "S" else TODAY
    found = read(
        typed_from({**TARO, "birth_era": era, "birth_year": year, "birth_month": month, "birth_day": day}, today),
        today,
    )
    assert not isinstance(found, Conditions)
    (error,) = found
    assert "今日より後の日付" in error.message
    assert error.offered is None


def test_somebody_born_today_can_be_looked_up() -> None:
    found = conditions_of(birth_era="R", birth_year="7", birth_month="11", birth_day="12")
    assert found.birth_date == TODAY


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_form() -> None:
    errors = errors_of(
        name="", birth_era="", birth_year="x", birth_month="", birth_day="40", sex="", address="", as_of=""
    )
    assert [error.fields[0] for error in errors] == [
        "name",
        "birth_era",
        "birth_year",
        "birth_month",
        "birth_day",
        "sex",
        "address",
        "as_of",
    ]


def test_the_offered_day_is_taken_over_when_ticked() -> None:
    typed = typed_from({**TARO, "birth_year": "64", "birth_month": "1", "birth_day": "8"}, TODAY)
    taken = with_offered_day(typed, "1989-01-08", TODAY)
    assert (taken.birth_era, taken.birth_year, taken.birth_month, taken.birth_day) == (Era.HEISEI, "1", "1", "8")
    assert (taken.name, taken.address, taken.as_of) == (typed.name, typed.address, typed.as_of)


@pytest.mark.parametrize("offered", ["", "1989-01-09", "x"])
def test_an_offer_other_than_the_form_s_own_is_not_taken_over(offered: str) -> None:
    typed = typed_from({**TARO, "birth_year": "64", "birth_month": "1", "birth_day": "8"}, TODAY)
    assert with_offered_day(typed, offered, TODAY) == typed


def test_an_old_tick_does_not_touch_a_birth_date_that_was_typed_anew() -> None:
    typed = typed_from(TARO, TODAY)
    assert with_offered_day(typed, "1989-01-08", TODAY) == typed


@given(st.dictionaries(st.sampled_from(sorted(TARO)), st.text(max_size=250), max_size=10))
def test_whatever_is_typed_is_either_conditions_or_errors_at_known_fields(sent: dict[str, str]) -> None:
    found = read(typed_from({**TARO, **sent}, TODAY), TODAY)
    if isinstance(found, Conditions):
        assert found.birth_date <= TODAY
    else:
        assert found
        assert {field for error in found for field in error.fields} <= set(TARO)
        assert all(error.message.endswith("。") for error in found)
