"""Characters that part words without being part of them, each by itself, in each field."""

import sys
from collections.abc import Callable

import icu
import pytest

from analyzers import address_key, insurer_key, kana_key, name_key

Key = Callable[[str], str]

_KEYS = pytest.mark.parametrize("key", [name_key, kana_key, address_key, insurer_key])

_MIDDLE_DOTS = "・･·ᐧ•∙⋅⸱‧"
_APOSTROPHES = "'＇’‘`｀´′ʼ"
_DASHES = "-－‐‑⁃−–‒—―─━﹘﹣⎯⏤"
_LONG_VOWELS = "ーｰ"
_POINTS = ",，.．、､。｡"
_BRACKETS = "()（）[]［］{}｛｝〔〕【】「」｢｣『』〈〉《》"


@_KEYS
def test_every_white_space_and_invisible_character_is_dropped(key: Key) -> None:
    unseen = icu.UnicodeSet(r"[[:White_Space:][:Default_Ignorable_Code_Point:][:Cc:]]")
    characters = [c for c in map(chr, range(sys.maxunicode + 1)) if c in unseen]
    assert len(characters) > 4000
    assert [hex(ord(c)) for c in characters if key(f"見{c}本") != "見本"] == []


@_KEYS
def test_lone_surrogates_are_dropped(key: Key) -> None:
    assert {key(f"見{chr(code)}本") for code in range(0xD800, 0xE000)} == {"見本"}


@pytest.mark.parametrize("mark", [*_MIDDLE_DOTS, *_APOSTROPHES, *_DASHES, *_POINTS, *'_＿=＝゠"＂“”'])
def test_a_mark_inside_a_name_is_dropped(mark: str) -> None:
    assert name_key(f"見{mark}本") == "見本"


@pytest.mark.parametrize("mark", [*_MIDDLE_DOTS, *_APOSTROPHES, *_POINTS, *"_＿=＝゠"])
def test_a_mark_inside_a_reading_is_dropped(mark: str) -> None:
    assert kana_key(f"ミ{mark}ホ") == "ミホ"


@pytest.mark.parametrize("mark", [*_MIDDLE_DOTS, *_POINTS, *_BRACKETS, *"〒/／|｜^＾@＠"])
def test_a_mark_inside_an_address_is_dropped_but_parts_digits(mark: str) -> None:
    assert address_key(f"見{mark}本") == "見本"
    assert address_key(f"1{mark}2") == "1-2"


@pytest.mark.parametrize("mark", [*_MIDDLE_DOTS, *_APOSTROPHES, *_DASHES, *_POINTS, *_BRACKETS, *'_＿=＝゠/／|｜"＂“”'])
def test_a_mark_inside_an_insurers_name_is_dropped(mark: str) -> None:
    assert insurer_key(f"見{mark}本") == "見本"


@pytest.mark.parametrize("dash", [*_DASHES, *_LONG_VOWELS])
def test_a_dash_after_kana_is_the_long_vowel_mark_and_between_digits_a_hyphen(dash: str) -> None:
    assert name_key(f"ビ{dash}見") == "ビー見"
    assert kana_key(f"ビ{dash}ル") == "ビール"
    assert insurer_key(f"ビ{dash}見") == "ビー見"
    assert address_key(f"ビ{dash}ル") == "ビール"
    assert address_key(f"見1{dash}2") == "見1-2"


@pytest.mark.parametrize("tilde", "~～〜")
def test_a_tilde_in_a_reading_is_the_long_vowel_mark(tilde: str) -> None:
    assert kana_key(f"ビ{tilde}ル") == "ビール"


@pytest.mark.parametrize("brackets", ["()", "（）", "[]", "［］", "{}", "〔〕", "【】", "「」", "『』", "〈〉", "《》"])
def test_brackets_in_a_name_are_all_of_one_kind(brackets: str) -> None:
    assert name_key("見{}本{}".format(*brackets)) == "見(本)"
