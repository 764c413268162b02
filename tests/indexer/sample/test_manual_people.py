"""The people on the operation manual's screens, section 3."""

import unicodedata
from datetime import date

import pytest

from indexer.sample.rows import Row
from indexer.sample.writer import sample_rows
from tests.indexer.sample.conftest import TODAY
from tests.indexer.sample.in_force import compact, in_force


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_they_come_first() -> None:
    names = [_plain(row.name) for row in sample_rows(5, seed=1, today=TODAY)]
    assert names[:4] == ["新橋太郎", "新橋太郎", "新橋一郎", "佐藤十五太"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_manuals_search_finds_exactly_its_two_people(seed: int) -> None:
    found = [
        row
        for row in sample_rows(20_000, seed=seed, today=TODAY)
        if (_plain(row.name) == "新橋太郎" or _plain(row.name_kana) == "シンバシタロウ")
        and row.birth_date == "19540326"
        and row.sex == "1"
        and "東京都" in row.address
    ]
    assert [(row.address, row.insurer_name) for row in found] == [
        ("東京都港区〇〇5丁目", "東京新橋サンプル保険者"),
        ("東京都足立区皇居裏1", "北海道新聞社健康保険組合"),
    ]
    assert len({row.person_id for row in found}) == 2


def test_nobody_else_has_their_birth_date_or_surname(rows: list[Row]) -> None:
    others = rows[4:]
    assert all(row.birth_date != "19540326" for row in others)
    assert not any(row.name.startswith("新橋") or row.name_kana.startswith("ｼﾝﾊﾞｼ") for row in others)


def test_ichiro_is_as_on_the_screen(rows: list[Row]) -> None:
    row = rows[2]
    assert (row.insurer_number, row.insurer_name) == ("06139000", "東京新橋サンプル保険者")
    assert (row.symbol, row.number, row.branch_number) == ("9550", "12345", "01")
    assert (row.name, row.name_kana, row.sex, row.birth_date) == ("新橋　一郎", "ｼﾝﾊﾞｼ ｲﾁﾛｳ", "1", "19840401")
    assert (row.certificate_class, row.qualified_on, row.valid_from) == ("01", "20210201", "20210201")
    assert (row.disqualified_on, row.valid_to, row.loss_reason, row.copayment_ratio) == ("", "", "", "")
    assert (row.personal_family, row.insured_name) == ("1", "新橋　一郎")
    assert (row.postal_code, row.address) == ("151-1234", "東京都港区〇〇5丁目500-1")


def test_jugota_is_as_on_the_screen(rows: list[Row]) -> None:
    row = rows[3]
    assert (row.insurer_number, row.insurer_name) == ("02199990", "全国健康保険協会 ○●船員保険部")
    assert (row.symbol, row.number, row.branch_number) == ("102000", "1020001", "01")
    assert (row.name, row.sex, row.birth_date) == ("佐藤　十五太", "1", "19910422")


@pytest.mark.parametrize("today", [date(2021, 2, 1), date(2026, 11, 22), date(2035, 1, 1)])
def test_the_three_of_shimbashi_are_in_force_and_jugota_has_lapsed(today: date) -> None:
    manual = list(sample_rows(4, seed=1, today=today))
    assert [in_force(row, compact(today)) for row in manual] == [True, True, True, False]
    assert manual[3].disqualified_on <= compact(today)
