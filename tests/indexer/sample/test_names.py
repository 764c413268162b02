"""Names and readings."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.sample.half_width import half_width, large_kana
from indexer.sample.name_parts import Letters, rare_part
from indexer.sample.rows import Row

_HALF_WIDTH = re.compile(r"[ｦ-ﾟ]+( [ｦ-ﾟ]+)+")
_SMALL_KANA = frozenset("ｧｨｩｪｫｬｭｮｯ")


def test_family_and_given_names_are_parted_by_an_ideographic_space(rows: list[Row]) -> None:
    for row in rows:
        assert re.fullmatch(r"\S+(\u3000\S+)+", row.name), row.name


def test_readings_are_half_width_katakana_parted_by_one_space(rows: list[Row]) -> None:
    for row in rows:
        for reading in (row.name_kana, row.name_other_kana):
            assert not reading or _HALF_WIDTH.fullmatch(reading), reading


def test_some_insurers_send_small_kana_large_and_others_do_not(rows: list[Row]) -> None:
    readings: dict[str, str] = {}
    for row in rows:
        readings[row.insurer_number] = readings.get(row.insurer_number, "") + row.name_kana
    habits = {bool(_SMALL_KANA & set(reading)) for reading in readings.values() if len(reading) > 1_000}
    assert habits == {True, False}


def test_about_one_record_in_twenty_five_has_a_letter_that_could_not_be_sent(rows: list[Row]) -> None:
    share = sum("●" in row.name for row in rows) / len(rows)
    assert 0.03 < share < 0.055


def test_rare_letters_come_as_themselves(rows: list[Row]) -> None:
    letters = set("".join(row.name for row in rows))
    assert set("髙邉邊齋𠮷﨑") <= letters
    assert any("\U000e0100" <= letter <= "\U000e01ef" for letter in letters)


def test_foreigners_names_come_in_every_registered_form(rows: list[Row]) -> None:
    names = [row.name for row in rows]
    for form in (
        r"[Ａ-Ｚ]+(\u3000[Ａ-Ｚ]+)+",
        r"[Ａ-Ｚ\u3000]+＿\S+\u3000\S+",
        r"[Ａ-Ｚ\u3000]+（\S+\u3000\S+）",
        r"[Ａ-Ｚ\u3000]+＿\S+\u3000\S+（\S+\u3000\S+）",
        r"[ァ-ヴー]+\u3000[ァ-ヴー]+・[ァ-ヴー・]+",
    ):
        assert any(re.fullmatch(form, name) for name in names), form


def test_some_people_have_another_name_or_a_former_surname(rows: list[Row]) -> None:
    assert any(row.name_other and row.name_other != row.name for row in rows)
    assert any(re.fullmatch(r"\S+［\S+］\u3000\S+", row.name) for row in rows)


def test_a_rare_letter_is_kept_replaced_or_masked() -> None:
    part = rare_part("渡邉\U000e0102", "渡辺", "ワタナベ")
    assert [part.written(letters) for letters in Letters] == ["渡邉\U000e0102", "渡辺", "渡●"]


@given(st.text(alphabet="アイウエオカガキギサシジタチヂツヅハバパマヤユヨワヲンヴァィゥェォッャュョー "))
def test_half_width_is_undone_by_compatibility_normalisation(katakana: str) -> None:
    narrow = half_width(katakana)
    assert unicodedata.normalize("NFKC", narrow) == katakana
    assert not _SMALL_KANA & set(large_kana(narrow))


def test_large_kana_keeps_everything_else() -> None:
    assert large_kana(half_width("ショウイチ")) == "ｼﾖｳｲﾁ"
