"""The invented insurers."""

import re

import pytest

from indexer.insurer_check_digit import check_digit
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.insurers import insurers
from indexer.sample.rows import Row


def _digits(number: str) -> str:
    """The significant digits: six for 国保, however padded, else eight."""
    return number.strip().removeprefix("00") if len(number) == 8 else number


def _luhn_sum(digits: str) -> int:
    doubled = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}
    backwards = digits[::-1]
    return sum(map(int, backwards[::2])) + sum(doubled[digit] for digit in backwards[1::2])


@pytest.mark.parametrize("number", ["06130488", "01130012", "01040013", "33120015"])
def test_the_check_digits_of_known_numbers_are_right(number: str) -> None:
    assert check_digit(number[:-1]) == number[-1]


def test_there_are_about_two_thousand() -> None:
    assert 1_900 <= len(insurers()) <= 2_200


def test_every_number_has_a_right_check_digit() -> None:
    for insurer in insurers():
        assert _luhn_sum(_digits(insurer.number)) % 10 == 0, insurer


def test_every_number_has_the_form_of_its_kind() -> None:
    for insurer in insurers():
        law_code = insurer.kind.law_code
        form = rf"{law_code}\d{{6}}" if law_code else r"(00|  )?\d{6}"
        assert re.fullmatch(form, insurer.number), insurer
        prefecture_code = int(_digits(insurer.number)[-6:-4])
        assert 1 <= prefecture_code <= 47


def test_no_two_insurers_share_a_number() -> None:
    assert len({_digits(insurer.number) for insurer in insurers()}) == len(insurers())


def test_every_kind_is_there() -> None:
    assert {insurer.kind for insurer in insurers()} == set(InsurerKind)


def test_every_prefecture_has_its_late_elderly_insurer() -> None:
    names = {insurer.name for insurer in insurers() if insurer.kind is InsurerKind.LATE_ELDERLY}
    assert len(names) == 47
    assert "東京都後期高齢者医療広域連合" in names


def test_one_number_in_a_feed_means_one_name(rows: list[Row]) -> None:
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(_digits(row.insurer_number), set()).add(row.insurer_name)
    assert all(len(same) == 1 for same in names.values())
    assert len(names) > 1_000


def test_a_ward_is_insured_by_its_city_and_a_town_without_its_district(rows: list[Row]) -> None:
    municipal = [row for row in rows if row.insurer_name.endswith("市国民健康保険") and row.address]
    assert municipal
    for row in municipal:
        city = row.insurer_name.removesuffix("国民健康保険")
        assert city in row.address or row.address[-1] in "都道府県"
