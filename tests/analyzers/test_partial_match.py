"""What it means that a typed phrase is part of a record's text: a run of its tokens."""

from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from analyzers import address_key, contains, insurer_key
from analyzers.partial import BOUNDARY, phrase_variants, tokens
from tests.analyzers.cases import params
from tests.analyzers.hard_texts import FIELDS, any_text
from tests.analyzers.made_up import Address, Numbers, addresses, styles

_address_keys = FIELDS["address"].texts().map(address_key)
_insurer_keys = FIELDS["insurer"].texts().map(insurer_key)
_few_letters = st.lists(st.sampled_from(["東京都", "京都府", "府中市", "中", "1", "13", "3", "-"]), max_size=6)
_keys = st.one_of(_address_keys, _insurer_keys, _few_letters.map("".join).map(address_key))


def _is_a_run(record_key: str, phrase_key: str) -> bool:
    """The meaning of a partial match, place by place and without regard to speed."""
    boundary = record_key.find(BOUNDARY)
    record = [token for token in tokens(record_key) if token != BOUNDARY]
    phrase = [token for token in tokens(phrase_key) if token != BOUNDARY]
    for start in range(len(record) - len(phrase) + 1):
        crosses = boundary != -1 and start < boundary < start + len(phrase)
        if phrase and record[start : start + len(phrase)] == phrase and not (crosses and start > 0):
            return True
    return False


@pytest.mark.parametrize(("record", "typed"), params("address_parts.csv", "found"))
def test_a_part_of_an_address_finds_it(record: str, typed: str) -> None:
    assert contains(address_key(record), address_key(typed))


@pytest.mark.parametrize(("record", "typed"), params("address_parts.csv", "not_found"))
def test_what_is_no_part_of_an_address_does_not_find_it(record: str, typed: str) -> None:
    assert not contains(address_key(record), address_key(typed))


@given(_keys, _keys)
@example(address_key("東京都府中市"), address_key("京都府"))
@example(address_key("東京都府中市"), address_key("京都府中市"))
@example(address_key("東京都府中市"), address_key("東京都府中市"))
@example(insurer_key("全国健康保険協会北海道支部"), insurer_key("北海道支部"))
def test_contains_is_what_its_definition_says(record_key: str, phrase_key: str) -> None:
    assert contains(record_key, phrase_key) == _is_a_run(record_key, phrase_key)


@given(_keys, st.data())
def test_every_run_of_a_records_tokens_is_found(record_key: str, data: st.DataObject) -> None:
    record = tokens(record_key)
    assume(record)
    start = data.draw(st.integers(0, len(record) - 1))
    end = data.draw(st.integers(start + 1, len(record)))
    run = record[start:end]
    assume(start == 0 or BOUNDARY not in run)
    assert contains(record_key, "".join(run)) == (run != (BOUNDARY,))


@given(_keys, st.data())
def test_a_part_of_a_part_is_a_part(record_key: str, data: st.DataObject) -> None:
    record = tokens(record_key.replace(BOUNDARY, ""))
    assume(record)
    start = data.draw(st.integers(0, len(record) - 1))
    end = data.draw(st.integers(start + 1, len(record)))
    phrase = record[start:end]
    inner_start = data.draw(st.integers(0, len(phrase) - 1))
    inner_end = data.draw(st.integers(inner_start + 1, len(phrase)))
    phrase_key, part = "".join(phrase), "".join(phrase[inner_start:inner_end])
    assert contains(phrase_key, part)
    if contains(record_key, phrase_key):
        assert contains(record_key, part)


@given(_keys)
def test_a_key_holds_itself(key: str) -> None:
    assert contains(key, key) == (key != "")


@given(any_text)
def test_a_blank_never_matches(text: str) -> None:
    assert not contains("", text)
    assert not contains(text, "")


@given(any_text)
def test_tokens_joined_are_the_key(key: str) -> None:
    assert "".join(tokens(key)) == key


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["", "-", "町"]), st.sampled_from(["", "-", "町"]))
def test_digits_match_only_as_a_whole_run(number: int, typed: int, before: str, after: str) -> None:
    assert contains(f"見{before}{number}{after}", f"{typed}") == (number == typed)


@given(addresses, styles, styles)
def test_a_part_is_found_however_its_numbers_are_written(
    address: Address, style: Callable[[Numbers], str], typed_style: Callable[[Numbers], str]
) -> None:
    record = address_key(address.spelled(style))
    numbers = typed_style(address.numbers)
    for typed in (
        address.prefecture,
        address.prefecture + address.city,
        address.city,
        address.town,
        address.city + address.town,
        f"{address.town}{address.numbers.block}丁目",
        f"{address.town}{address.numbers.block}丁目{address.numbers.lot}番",
        address.town + numbers,
        address.city + address.town + numbers,
        numbers,
    ):
        assert contains(record, address_key(typed)), typed


@given(addresses, styles, st.integers(1, 99))
def test_another_block_of_the_town_is_not_found(address: Address, style: Callable[[Numbers], str], block: int) -> None:
    found = contains(address_key(address.spelled(style)), address_key(f"{address.town}{block}丁目"))
    assert found == (block == address.numbers.block)


@given(_keys)
def test_only_a_phrase_that_begins_with_a_prefecture_may_cross_the_boundary(phrase_key: str) -> None:
    bare, *crossing = phrase_variants(phrase_key)
    assert BOUNDARY not in bare
    assert crossing == ([phrase_key] if BOUNDARY in phrase_key else [])
