from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lookup.codes import copayment
from app.lookup.confirmation import Confirmation, Item, confirmation, is_preschool
from engine.answer import Row, standing, validity
from engine.record import IndexedRecord, Record, Sex
from tests.app.records import ICHIRO

AS_OF = date(2025, 11, 12)


def shown(record: Record, as_of: date = AS_OF, others: tuple[Record, ...] = ()) -> Confirmation:
    row = Row(IndexedRecord("record", "person", record), standing(record, as_of), validity(record, as_of, others))
    return confirmation(row, as_of, AS_OF)


@pytest.mark.parametrize(("days", "remark"), [(-1, ""), (0, ""), (1, "今日より後の日付です")])
def test_a_day_still_to_come_is_said_to_be_one(days: int, remark: str) -> None:
    assert shown(ICHIRO, AS_OF + timedelta(days=days)).as_of.remark == remark


def item(label: str, record: Record, as_of: date = AS_OF) -> Item:
    page = shown(record, as_of)
    (found,) = (one for one in (*page.insured, *page.qualification) if one.label == label)
    return found


def labels(record: Record) -> list[str]:
    page = shown(record)
    return [one.label for one in (*page.insured, *page.qualification)]


def test_the_manual_s_example_is_shown_item_by_item() -> None:
    page = shown(ICHIRO)
    assert [(one.label, one.value) for one in page.insured] == [
        ("保険者番号", "06139000"),
        ("保険者名", "東京新橋サンプル保険者"),
        ("記号", "9550"),
        ("番号", "12345"),
        ("枝番", "01"),
        ("氏名", "新橋　一郎"),
        ("性別", "男"),
        ("生年月日", "昭和59年4月1日"),
    ]
    assert [(one.label, one.value) for one in page.qualification] == [
        ("区分", "一般"),
        ("一部負担金割合", ""),
        ("資格喪失事由", ""),
        ("資格取得日", "令和3年2月1日"),
        ("資格喪失日", ""),
        ("有効終了日", ""),
        ("有効開始日", "令和3年2月1日"),
        ("本人・家族の別", "本人"),
        ("被保険者氏名", "新橋　一郎"),
        ("郵便番号", "151-1234"),
        ("住所", "東京都港区〇〇5丁目500-1"),
    ]


def test_a_record_in_force_is_valid_and_needs_no_reason() -> None:
    page = shown(ICHIRO)
    assert (page.valid, page.banner, page.reason) == (True, "この資格は有効です。", "")


def test_a_lapsed_record_is_shown_as_invalid_with_its_last_day() -> None:
    page = shown(replace(ICHIRO, disqualified_on=date(2024, 4, 1)))
    assert (page.valid, page.banner) == (False, "この資格は無効です。")
    assert "最終日 令和6年3月31日" in page.reason
    assert "新しい資格" not in page.reason


def test_a_record_that_starts_later_is_shown_as_invalid_with_its_first_day() -> None:
    page = shown(replace(ICHIRO, valid_from=date(2025, 12, 1)))
    assert (page.valid, page.banner) == (False, "この資格は無効です。")
    assert "令和7年12月1日" in page.reason
    assert "資格確認日より後" in page.reason


def test_a_newer_qualification_is_told_but_not_shown() -> None:
    newer = replace(ICHIRO, number="99999", insurer_name="いま健康保険組合")
    page = shown(replace(ICHIRO, valid_to=date(2024, 3, 31)), others=(newer,))
    assert page.banner == "この資格は無効です。"
    assert "新しい資格があります" in page.reason
    assert "いま健康保険組合" not in repr(page)


def test_dates_have_the_western_date_at_hand() -> None:
    found = item("生年月日", ICHIRO)
    assert (found.value, found.western) == ("昭和59年4月1日", "1984/04/01")
    assert shown(ICHIRO).as_of == Item(label="資格確認日", value="令和7年11月12日", western="2025/11/12")


@pytest.mark.parametrize("kana", ["ｼﾝﾊﾞｼ ｲﾁﾛｳ", "シンバシ　イチロウ", "しんばし　いちろう"])
def test_the_reading_stands_above_the_name_in_half_width_kana(kana: str) -> None:
    assert item("氏名", replace(ICHIRO, name_kana=kana)).above == "ｼﾝﾊﾞｼ ｲﾁﾛｳ"


def test_other_name_and_sex_note_are_shown_only_when_sent() -> None:
    assert not {"氏名（その他）", "性別（備考）"} & set(labels(ICHIRO))
    record = replace(ICHIRO, name_other="山本　一郎", name_other_kana="ﾔﾏﾓﾄ ｲﾁﾛｳ", sex_note="2")
    assert (item("氏名（その他）", record).value, item("氏名（その他）", record).above) == ("山本　一郎", "ﾔﾏﾓﾄ ｲﾁﾛｳ")
    assert item("性別（備考）", record).value == "女"


@pytest.mark.parametrize(
    ("sent", "shown_between"),
    [
        ({"name_other": "山本　一郎", "sex_note": "2"}, [("氏名（その他）", 2), ("性別（備考）", 1)]),
        ({"name_other": "山本　一郎"}, [("氏名（その他）", 3)]),
        ({"sex_note": "2"}, [("性別（備考）", 3)]),
    ],
)
def test_other_name_and_sex_note_fill_a_row_between_the_insured_s_name_and_the_postal_code(
    sent: dict[str, str], shown_between: list[tuple[str, int]]
) -> None:
    items = [(one.label, one.columns) for one in shown(replace(ICHIRO, **sent)).qualification]  # type: ignore[arg-type]
    assert items[items.index(("被保険者氏名", 1)) + 1 : items.index(("郵便番号", 1))] == shown_between


@pytest.mark.parametrize(
    ("qualified_on", "valid_from", "valid_to", "disqualified_on"),
    [
        (date(2021, 2, 1), date(2021, 2, 1), date(2020, 3, 31), None),
        (date(2021, 2, 1), date(2021, 2, 1), None, date(2021, 2, 1)),
        (date(2026, 4, 1), date(2021, 2, 1), date(2026, 3, 31), None),
    ],
)
def test_dates_that_contradict_are_told_instead_of_a_first_or_last_day(
    qualified_on: date, valid_from: date, valid_to: date | None, disqualified_on: date | None
) -> None:
    record = replace(
        ICHIRO, qualified_on=qualified_on, valid_from=valid_from, valid_to=valid_to, disqualified_on=disqualified_on
    )
    page = shown(record)
    assert (page.valid, page.banner) == (False, "この資格は無効です。")
    assert page.reason == (
        "登録されている資格の日付が矛盾しています（始まる日より前に終わっています）。保険者に確認してください。"
    )
    assert "新しい資格があります" in shown(record, others=(replace(ICHIRO, number="99999"),)).reason


def test_a_record_of_a_single_day_does_not_contradict_itself() -> None:
    page = shown(replace(ICHIRO, valid_to=ICHIRO.valid_from))
    assert "最終日 令和3年2月1日" in page.reason


@pytest.mark.parametrize(
    ("code", "words", "heed"),
    [
        ("01", "一般", False),
        ("02", "被保険者証（退職）", False),
        ("03", "短期被保険者証（一般）", True),
        ("04", "短期被保険者証（退職）", True),
        ("05", "特別療養費支給対象者", True),
        ("06", "特例退職被保険者証", False),
        ("07", "自衛官", False),
    ],
)
def test_certificate_classes_have_the_manual_s_names_and_three_are_to_be_heeded(
    code: str, words: str, *, heed: bool
) -> None:
    found = item("区分", replace(ICHIRO, certificate_class=code))
    assert (found.value, found.heed) == (words, heed)


@pytest.mark.parametrize(
    ("code", "words"), [("01", "死亡"), ("02", "生活保護受給開始"), ("03", "その他"), ("99", "その他"), ("", "")]
)
def test_reasons_of_loss_in_words(code: str, words: str) -> None:
    assert item("資格喪失事由", replace(ICHIRO, loss_reason=code)).value == words


@pytest.mark.parametrize(("code", "words"), [("1", "本人"), ("2", "家族"), ("", "")])
def test_personal_or_family_in_words(code: str, words: str) -> None:
    assert item("本人・家族の別", replace(ICHIRO, personal_family=code)).value == words


@pytest.mark.parametrize(("sex", "words"), [(Sex.MALE, "男"), (Sex.FEMALE, "女"), (Sex.NOT_SET, "未設定")])
def test_sex_in_words(sex: Sex, words: str) -> None:
    assert item("性別", replace(ICHIRO, sex=sex)).value == words


@pytest.mark.parametrize(
    ("ratio", "words"), [("010", "1割"), ("020", "2割"), ("030", "3割"), ("015", "15％"), ("", ""), ("x", "x")]
)
def test_copayment_ratios_in_words(ratio: str, words: str) -> None:
    assert copayment(ratio) == words
    assert item("一部負担金割合", replace(ICHIRO, copayment_ratio=ratio)).value == words


def test_a_missing_address_says_to_ask_the_patient() -> None:
    assert "患者本人に確認" in item("住所", replace(ICHIRO, address="")).hint
    assert "患者本人に確認" not in item("住所", ICHIRO).hint


@pytest.mark.parametrize(
    ("birth_date", "as_of", "expected"),
    [
        (date(2019, 4, 2), date(2025, 4, 1), True),
        (date(2019, 4, 2), date(2026, 3, 31), True),
        (date(2019, 4, 2), date(2026, 4, 1), False),
        (date(2019, 4, 1), date(2025, 4, 1), False),
        (date(2019, 4, 1), date(2025, 3, 31), True),
        (date(2025, 11, 12), date(2025, 11, 12), True),
        (date(1984, 4, 1), date.min, True),
        (date(1984, 4, 1), date.max, False),
    ],
)
def test_preschool_ends_with_the_fiscal_year_of_the_sixth_birthday(
    birth_date: date, as_of: date, *, expected: bool
) -> None:
    assert is_preschool(birth_date, as_of) is expected
    remark = item("生年月日", replace(ICHIRO, birth_date=birth_date), as_of).remark
    assert remark == ("義務教育就学前" if expected else "")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_preschool_is_whoever_starts_school_after_this_fiscal_year(birth_date: date, as_of: date) -> None:
    """Who was born on 1 April starts with the class of the year before (学校教育法 第17条)."""
    born_in = birth_date.year - ((birth_date.month, birth_date.day) < (4, 2))
    fiscal_year = as_of.year if as_of.month >= 4 else as_of.year - 1
    assert is_preschool(birth_date, as_of) is (born_in + 7 > fiscal_year)
