"""What holds for the key of any text in any field."""

import icu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyzers.cases import PAIR_FILES, PART_FILES, texts
from tests.analyzers.hard_texts import FIELDS, Field, any_text

_FIELDS = pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
_DATA = st.data()
_NOT_IN_KEYS = icu.UnicodeSet(
    r"[[:White_Space:][:Default_Ignorable_Code_Point:][:Cc:][:Cs:][\ufff9-\ufffb][\u3099\u309a]]"
)
_CHARACTERS_AT_ONCE = 48
_PLANES = (*range(0, 0x4000, _CHARACTERS_AT_ONCE), *range(0x4000, 0x11_0000, 7 * _CHARACTERS_AT_ONCE))


def _draw_text(field: Field, data: st.DataObject) -> str:
    return data.draw(st.one_of(field.texts(), any_text))


@_FIELDS
@given(data=_DATA)
@settings(max_examples=500)
def test_a_keys_key_is_itself(field: Field, data: st.DataObject) -> None:
    key = field.key(_draw_text(field, data))
    assert field.key(key) == key


@_FIELDS
@given(data=_DATA)
@settings(max_examples=500)
def test_a_key_holds_nothing_that_can_not_be_seen(field: Field, data: st.DataObject) -> None:
    key = field.key(_draw_text(field, data))
    assert [hex(ord(c)) for c in key if c in _NOT_IN_KEYS] == []


@_FIELDS
def test_characters_of_all_planes_have_keys(field: Field) -> None:
    for first in _PLANES:
        key = field.key("".join(map(chr, range(first, min(first + _CHARACTERS_AT_ONCE, 0x11_0000)))))
        assert field.key(key) == key
        assert not [hex(ord(c)) for c in key if c in _NOT_IN_KEYS]


@_FIELDS
def test_written_cases_have_keys_that_stay(field: Field) -> None:
    for text in texts(*PAIR_FILES, *PART_FILES):
        key = field.key(text)
        assert field.key(key) == key


@_FIELDS
@given(data=_DATA)
def test_letter_case_and_width_make_no_difference(field: Field, data: st.DataObject) -> None:
    text = data.draw(st.text("abcXYZ0189", max_size=8))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)
    assert field.key(wide) == field.key(text.upper()) == field.key(text.lower())
