"""Numbers in addresses: kanji numerals, and 丁目, 番地, 番, 号 against hyphens."""

from collections.abc import Callable

import pytest
from hypothesis import given

from analyzers import address_key
from tests.analyzers.made_up import Address, Numbers, addresses, hyphens, numbers, styles
from tests.analyzers.numerals import digit_by_digit, kanji_numeral, with_each_one


@pytest.mark.parametrize(
    ("numeral", "unit"),
    [
        (kanji_numeral, "番地"),
        (kanji_numeral, "番"),
        (kanji_numeral, "号"),
        (with_each_one, "番地"),
        (digit_by_digit, "号"),
    ],
)
def test_every_numeral_to_9999_before_a_unit_is_its_number(numeral: Callable[[int], str], unit: str) -> None:
    wrong = [n for n in range(1, 10_000) if address_key(f"見本町{numeral(n)}{unit}") != f"見本町{n}"]
    assert wrong == []


def test_every_numeral_to_99_before_chome_is_its_number() -> None:
    wrong = [n for n in range(1, 100) if address_key(f"見本町{kanji_numeral(n)}丁目") != f"見本町{n}"]
    assert wrong == []


def test_every_numeral_to_99_after_a_unit_is_its_number() -> None:
    for before, key in (("一丁目", "1"), ("二番地", "2"), ("三番", "3")):
        wrong = [n for n in range(1, 100) if address_key(f"見本町{before}{kanji_numeral(n)}") != f"見本町{key}-{n}"]
        assert wrong == []


@given(addresses, styles)
def test_every_style_of_writing_the_numbers_has_one_key(address: Address, style: Callable[[Numbers], str]) -> None:
    assert address_key(address.spelled(style)) == address_key(address.spelled(hyphens))


@given(addresses, numbers, styles, styles)
def test_other_numbers_have_another_key(
    address: Address, others: Numbers, style: Callable[[Numbers], str], other: Callable[[Numbers], str]
) -> None:
    elsewhere = address._replace(numbers=others)
    one_key = address_key(address.spelled(style)) == address_key(elsewhere.spelled(other))
    assert one_key == (address.numbers == others)


def test_white_space_between_digits_parts_them() -> None:
    assert address_key("見本町2-1-3 405") == "見本町2-1-3-405"
