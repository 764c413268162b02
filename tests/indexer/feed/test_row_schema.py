"""Which rows are records, and what is said of those that are not."""

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engine.record import Record, Sex
from indexer.feed.columns import COLUMNS, REQUIRED
from indexer.feed.row_schema import read_record
from tests.indexer.feeds import right_row


def _reasons(**changes: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        read_record({name: value for name, value in right_row(**changes).items() if value})
    return caught.value.messages_dict


def test_a_full_row_becomes_the_record_it_says() -> None:
    record = read_record(right_row(disqualified_on="2026-03-31", loss_reason="03", copayment_ratio="010"))
    assert record == Record(
        person_id="p1",
        updated_at="20260401",
        insurer_number="06130488",
        insurer_name="みなと健康保険組合",
        symbol="12",
        number="345",
        branch_number="01",
        name="試験　太郎",
        name_kana="ｼｹﾝ ﾀﾛｳ",
        sex=Sex.MALE,
        birth_date=date(1980, 1, 1),
        address="東京都港区芝1-2-3",
        certificate_class="01",
        qualified_on=date(2020, 4, 1),
        disqualified_on=date(2026, 3, 31),
        valid_from=date(2020, 4, 1),
        loss_reason="03",
        copayment_ratio="010",
    )


def test_a_blank_qualified_on_is_the_first_day_of_validity() -> None:
    row = {name: value for name, value in right_row(valid_from="20210701").items() if name != "qualified_on"}
    assert read_record(row).qualified_on == date(2021, 7, 1)


@pytest.mark.parametrize("column", sorted(REQUIRED))
def test_no_required_column_may_be_blank(column: str) -> None:
    assert _reasons(**{column: ""}) == {column: ["missing"]}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("insurer_number", "0613048"),
        ("insurer_number", "０６１３０４８８"),
        ("branch_number", "123"),
        ("postal_code", "1234-567"),
        ("sex", "4"),
        ("sex", "男"),
        ("certificate_class", "9"),
        ("certificate_class", "08"),
        ("loss_reason", "04"),
        ("personal_family", "3"),
        ("copayment_ratio", "10"),
        ("limit_category", "A07"),
        ("birth_date", "19800230"),
        ("birth_date", "昭和55年1月1日"),
        ("birth_date", "1980-0101"),
        ("birth_date", "１９８００１０１"),
        ("valid_to", "99999999"),
        ("updated_at", "yesterday"),
        ("updated_at", "00010101"),
        ("updated_at", "20991231"),
        ("updated_at", "99991231235959"),
        ("name", "試験\x07太郎"),
        ("address", "東京都\u0085港区"),
        ("name", "あ" * 301),
        ("symbol", "記" * 20),
    ],
)
def test_a_wrong_value_is_told_by_its_column_alone_and_never_repeated(column: str, value: str) -> None:
    reasons = _reasons(**{column: value})
    assert list(reasons) == [column]
    assert all(value not in reason for reason in reasons[column])


def test_all_that_is_wrong_is_told_together() -> None:
    assert set(_reasons(sex="9", birth_date="x", number="")) == {"sex", "birth_date", "number"}


@pytest.mark.parametrize("number", ["123456", "  123456", "00123456", "06130488"])
def test_insurer_numbers_are_accepted_however_padded(number: str) -> None:
    assert read_record(right_row(insurer_number=number)).insurer_number == number


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
def test_any_text_is_accepted_or_told_and_never_an_accident(changes: dict[str, str]) -> None:
    row = {name: value for name, value in right_row(**changes).items() if value.strip()}
    try:
        record = read_record(row)
    except ValidationError as error:
        told = set(error.messages_dict)
    else:
        told = set()
        kept = {name: row.get(name, "") for name, value in asdict(record).items() if type(value) is str}
        assert kept == {name: value for name, value in asdict(record).items() if type(value) is str}
    assert told <= set(COLUMNS)
