"""住所: spellings of one address have one key, and what only a wider fold may join stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import address_key
from tests.analyzers.cases import params
from tests.analyzers.made_up import Address, addresses, hyphens
from tests.analyzers.spellings import decomposed, full_width, half_width, with_invisible_characters


@pytest.mark.parametrize(("a", "b"), params("address_pairs.csv", "same"))
def test_spellings_of_one_address_have_one_key(a: str, b: str) -> None:
    assert address_key(a) == address_key(b)


@pytest.mark.parametrize(("a", "b"), params("address_pairs.csv", "different"))
def test_different_addresses_have_different_keys(a: str, b: str) -> None:
    assert address_key(a) != address_key(b)


@given(addresses)
def test_width_and_how_marks_are_stored_make_no_difference(address: Address) -> None:
    text = address.spelled(hyphens)
    for other in (half_width, full_width, decomposed):
        assert address_key(other(text)) == address_key(text), other.__name__


@given(
    addresses.map(lambda a: a.spelled(hyphens)).flatmap(lambda a: st.tuples(st.just(a), with_invisible_characters(a)))
)
def test_invisible_characters_make_no_difference(address_and_other: tuple[str, str]) -> None:
    address, other = address_and_other
    assert address_key(other) == address_key(address)


@given(addresses, st.sampled_from(["〒000-0000 ", "〒0000000", "０００－００００　", "0000000"]))
def test_a_postal_code_before_a_prefecture_makes_no_difference(address: Address, postal_code: str) -> None:
    text = address.spelled(hyphens)
    assert address_key(postal_code + text) == address_key(text)
