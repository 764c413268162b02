"""Kanji numerals, written without the code under test."""

_DIGITS = "〇一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def kanji_numeral(number: int) -> str:
    """1–9999 as it is spoken: 千二百三十四."""
    text = ""
    for place, name in _PLACES:
        digit, number = divmod(number, place)
        if digit:
            text += ("" if digit == 1 else _DIGITS[digit]) + name
    return text + (_DIGITS[number] if number else "")


def digit_by_digit(number: int) -> str:
    """一二三四."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def with_each_one(number: int) -> str:
    """1–9999 with 一 before 千, 百 and 十, too: 一千二百三十四."""
    text = ""
    for place, name in _PLACES:
        digit, number = divmod(number, place)
        if digit:
            text += _DIGITS[digit] + name
    return text + (_DIGITS[number] if number else "")
