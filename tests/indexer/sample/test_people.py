"""Families, twins, namesakes, people who change insurers, and what each of them may hold."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from engine.identity import record_id
from engine.record import DATE_FIELDS, Record, Sex
from indexer.sample.days import age_on
from indexer.sample.rows import Row
from tests.indexer.sample.conftest import TODAY
from tests.indexer.sample.in_force import compact, in_force


def _grouped(rows: Iterable[Row], key: Callable[[Row], object]) -> list[list[Row]]:
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return list(groups.values())


def _card(row: Row) -> tuple[str, str, str]:
    return row.insurer_number, row.symbol, row.number


def _age(row: Row) -> int:
    """The age on the last day of the row up to today."""
    day = TODAY
    if row.disqualified_on:
        day = min(day, date.fromisoformat(row.disqualified_on) - timedelta(days=1))
    if row.valid_to:
        day = min(day, date.fromisoformat(row.valid_to))
    return age_on(date.fromisoformat(row.birth_date), max(day, date.fromisoformat(row.valid_from)))


def _record(row: Row) -> Record:
    values: dict[str, Any] = row._asdict()
    dates = {name: date.fromisoformat(values[name]) if values[name] else None for name in DATE_FIELDS}
    return Record(**(values | dates | {"sex": Sex(row.sex)}))


def _late_elderly(row: Row) -> bool:
    return row.insurer_name.endswith("後期高齢者医療広域連合")


def test_a_family_shares_symbol_and_number_and_is_told_apart_by_branch_numbers(rows: list[Row]) -> None:
    families = [family for family in _grouped(rows, _card) if len(family) > 1]
    assert len(families) > 1_000
    for family in families:
        assert sum(row.personal_family == "1" for row in family) <= 1
        assert len({row.insured_name for row in family}) == 1
        branch_numbers = {row.branch_number for row in family}
        assert branch_numbers == {""} or len(branch_numbers) == len(family)


def test_the_insured_person_is_named_as_such(rows: list[Row]) -> None:
    insured = [row for row in rows if row.personal_family == "1"]
    assert insured
    assert all(row.insured_name == row.name for row in insured)
    assert any(row.insured_name != row.name for row in rows if row.personal_family == "2")


def test_branch_numbers_are_two_digits_or_blank(rows: list[Row]) -> None:
    assert all(re.fullmatch(r"(\d\d)?", row.branch_number) for row in rows)
    assert 0.1 < sum(not row.branch_number for row in rows) / len(rows) < 0.4


def test_branch_numbers_count_from_00_in_the_association_and_from_01_elsewhere(rows: list[Row]) -> None:
    for row in rows:
        first = "00" if row.insurer_number.startswith("01") and len(row.insurer_number.strip()) == 8 else "01"
        if row.branch_number and row.personal_family:
            assert (row.branch_number == first) == (row.personal_family == "1"), row


def test_no_two_rows_are_one_record(rows: list[Row]) -> None:
    assert len({record_id(_record(row)) for row in rows}) == len(rows)


def test_who_changed_insurers_keeps_id_and_birth_date_and_is_never_insured_twice(rows: list[Row]) -> None:
    people = _grouped((row for row in rows if row.person_id), lambda row: row.person_id)
    changed = [records for records in people if len(records) > 1]
    assert len(changed) > 1_000
    for older, newer in changed:
        assert older.birth_date == newer.birth_date
        assert older.insurer_number != newer.insurer_number
        assert older.loss_reason == "03"
        assert older.disqualified_on <= newer.qualified_on
        for day in (older.qualified_on, newer.qualified_on, newer.valid_from, compact(TODAY)):
            assert not (in_force(older, day) and in_force(newer, day))


def test_some_people_have_no_person_id(rows: list[Row]) -> None:
    assert 0.01 < sum(not row.person_id for row in rows) / len(rows) < 0.06


def test_there_are_twins_with_and_without_branch_numbers(rows: list[Row]) -> None:
    twins = [
        pair for pair in _grouped(rows, lambda row: (*_card(row), row.birth_date, row.qualified_on)) if len(pair) == 2
    ]
    for one, other in twins:
        assert one.address == other.address
        assert one.name != other.name
        assert one.name_kana != other.name_kana or not one.name_kana
        assert one.person_id != other.person_id or not one.person_id
    assert {bool(one.branch_number) for one, _ in twins} == {True, False}


def test_a_few_people_share_name_and_birth_date_but_are_different_persons(rows: list[Row]) -> None:
    people = {row.person_id: row for row in rows[4:] if row.person_id}.values()
    namesakes = [alike for alike in _grouped(people, lambda row: (row.name_kana, row.birth_date)) if len(alike) > 1]
    assert 5 <= len(namesakes) <= 200


def test_every_certificate_class_is_there_and_the_ordinary_one_is_by_far_the_commonest(rows: list[Row]) -> None:
    classes = Counter(row.certificate_class for row in rows)
    assert set(classes) == {"01", "02", "03", "04", "05", "06", "07"}
    assert classes["01"] > 0.9 * len(rows)


def test_a_certificate_class_comes_from_the_insurers_that_give_it(rows: list[Row]) -> None:
    law_codes = {"02": "67", "04": "67", "06": "63", "07": "07"}
    for row in rows:
        if row.certificate_class in law_codes:
            assert row.insurer_number.startswith(law_codes[row.certificate_class])


def test_every_loss_reason_is_there(rows: list[Row]) -> None:
    assert {row.loss_reason for row in rows} == {"", "01", "02", "03", "99"}


def test_sex_is_rarely_not_set_with_or_without_a_note(rows: list[Row]) -> None:
    not_set = [row for row in rows if row.sex == "3"]
    assert 0 < len(not_set) < 0.01 * len(rows)
    assert {bool(row.sex_note) for row in not_set} == {True, False}
    assert {row.sex for row in rows} == {"1", "2", "3"}
    assert not any(row.sex_note for row in rows if row.sex != "3")


def test_from_75_on_everybody_is_in_the_late_elderly_scheme_of_the_prefecture(rows: list[Row]) -> None:
    for row in rows:
        assert _late_elderly(row) == (_age(row) >= 75), row


def test_only_the_late_elderly_have_a_copayment_ratio(rows: list[Row]) -> None:
    ratios = Counter((_late_elderly(row), row.copayment_ratio) for row in rows)
    assert set(ratios) == {(False, ""), (True, "010"), (True, "020"), (True, "030")}


def test_elderly_certificates_belong_to_those_of_70_to_74(rows: list[Row]) -> None:
    holders = [row for row in rows if row.elderly_valid_from]
    assert holders
    assert all(70 <= _age(row) <= 74 for row in holders)
    assert {row.elderly_copayment_ratio for row in holders} == {"020", "030"}
    assert all(row.elderly_valid_from for row in rows if 71 <= _age(row) <= 74)


def test_limit_categories_fit_the_age(rows: list[Row]) -> None:
    holders = [row for row in rows if row.limit_class]
    assert 0.03 < len(holders) / len(rows) < 0.1
    assert {row.limit_class for row in holders} == {"01", "02", "03"}
    for row in holders:
        assert re.fullmatch(r"A0[1-6]|B(0[1-9]|10)", row.limit_category)
        assert row.limit_category[0] == ("B" if _age(row) >= 71 else row.limit_category[0])
        assert row.limit_category[0] == ("A" if _age(row) < 70 else row.limit_category[0])
    assert any(row.limit_long_term_on for row in holders)


def test_symbols_are_sometimes_blank_or_full_width_and_numbers_keep_leading_zeros(rows: list[Row]) -> None:
    assert any(not row.symbol for row in rows if not _late_elderly(row))
    assert any(re.fullmatch(r"[０-９]+", row.symbol) for row in rows)
    assert any(re.fullmatch(r"[一-龠]+", row.symbol) for row in rows)
    assert any(row.number.startswith("0") for row in rows)
    assert all(len(text.encode()) <= 38 for row in rows for text in (row.symbol, row.number))
