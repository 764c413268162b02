"""Radicals that some systems send for a whole letter."""

import unicodedata

import icu

from analyzers import name_key
from analyzers.radicals import RADICALS


def test_every_radical_of_the_supplement_that_nfkc_leaves_alone_stands_for_a_letter() -> None:
    supplement = [chr(code) for code in range(0x2E80, 0x2F00) if unicodedata.category(chr(code)) != "Cn"]
    left_alone = {c for c in supplement if unicodedata.normalize("NFKC", c) == c}
    without_letter = left_alone - set(RADICALS)
    assert set(RADICALS) <= left_alone
    # The repeat mark above, for one, has no ideograph.
    assert without_letter == {"\u2e80"}


def test_each_stands_for_a_unified_ideograph() -> None:
    ideographs = icu.UnicodeSet("[:Unified_Ideograph:]")
    assert [pair for pair in RADICALS.items() if pair[1] not in ideographs] == []


def test_a_radical_and_its_letter_have_one_key() -> None:
    assert [pair for pair in RADICALS.items() if name_key(pair[0]) != name_key(pair[1])] == []


def test_every_kangxi_radical_has_the_key_of_its_letter() -> None:
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    assert [c for c in radicals if name_key(c) != unicodedata.normalize("NFKC", c)] == []


def test_the_radicals_that_cards_are_known_to_carry() -> None:
    assert name_key("⻑⾕⻄⻘⻲⻯") == "長谷西青亀竜"
