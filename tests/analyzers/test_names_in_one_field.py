"""One field of a record can hold several names; each finds the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import name_key, name_keys
from tests.analyzers.cases import params
from tests.analyzers.hard_texts import FIELDS, any_text
from tests.analyzers.made_up import names


@pytest.mark.parametrize(("record", "typed"), params("names_in_one_field.csv", "found"))
def test_a_name_in_the_field_finds_the_record(record: str, typed: str) -> None:
    assert name_key(typed) in name_keys(record)


@pytest.mark.parametrize(("record", "typed"), params("names_in_one_field.csv", "not_found"))
def test_what_is_no_whole_name_in_the_field_does_not_find_the_record(record: str, typed: str) -> None:
    assert name_key(typed) not in name_keys(record)


@given(st.one_of(any_text, FIELDS["name"].texts()))
def test_the_key_of_the_whole_field_comes_first(text: str) -> None:
    whole = name_key(text)
    assert name_keys(text)[:1] == ((whole,) if whole else ())


@given(st.one_of(any_text, FIELDS["name"].texts()))
def test_no_key_is_blank_or_stands_twice(text: str) -> None:
    keys = name_keys(text)
    assert "" not in keys
    assert len(set(keys)) == len(keys)


@given(names, names, names)
def test_family_former_family_and_given_name_make_two_names(family: str, former: str, given_name: str) -> None:
    keys = name_keys(f"{family}［{former}］　{given_name}")
    assert {name_key(family + given_name), name_key(former + given_name)} <= set(keys)
    assert len(keys) <= 3


@given(names)
def test_a_plain_name_has_one_key(name: str) -> None:
    assert name_keys(name) == (name_key(name),)
