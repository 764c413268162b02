"""Numbers in addresses: kanji numerals, and 丁目, 番地, 番, 号 against hyphens.

Every rule looks only at what stands directly around a number, so that a part of an address has a part of its key.
Marks that no text reaches this stage with: ``@`` and ``^`` around a numeral that counts as a number.
"""

from typing import Final

from analyzers.characters import NUMERALS
from analyzers.fold import CharMap, Rule, Stage

_ONES: Final = "一壱二弐三参四五六七八九"
_DIGITS: Final = ("[一壱]", "[二弐]", "[三参]", *"四五六七八九")
_NO: Final = "のノ之"
_IN_NUMBER: Final = f"(?=[{NUMERALS}]*\\^)"
_END: Final = "(?![\\s\\S])"

_FIND: Final[tuple[Stage, ...]] = (
    # 1-2-3三番館 is house 3 and a building's name, not house 33.
    Rule("numeral_after_digit", f"(?<=[0-9])([{_ONES}][{NUMERALS}]*)(?=番|号|条|線)", "-$1", needs="番号条線"),
    # A town's name may end in a numeral (与一 四丁目), so before 丁 only what is well-formed as a numeral counts.
    Rule("numeral_before_cho", f"((?:[{_ONES}]?十)?[{_ONES}]|[{_ONES}]?十)(?=丁)", "@$1^", needs="丁"),
    Rule("numeral_before_unit", f"([{NUMERALS}]+)(?=番|号|条|線)", "@$1^", needs="番号条線"),
    Rule("numeral_before_hyphen", f"([{NUMERALS}]+)(?=-)", "@$1^", needs="-"),
    Rule("numeral_before_no", f"([{NUMERALS}]+)(?=[{_NO}]@?[0-9{NUMERALS}])", "@$1^", needs=_NO),
    Rule(
        "numeral_after_hyphen_or_no",
        f"(?:(?<=-)|(?<=[0-9^目地番号丁][{_NO}]))([{NUMERALS}]+)(?!\\^)",
        "@$1^",
        needs="-" + _NO,
    ),
    Rule("numeral_after_unit", f"(?:(?<=丁目)|(?<=番地)|(?<=番)) *([{NUMERALS}]+)(?= |{_END})", "@$1^", needs="丁番"),
)

_READ: Final[tuple[Stage, ...]] = (
    Rule("implied_one", f"(?<![{_ONES}])([千百十]){_IN_NUMBER}", "一$1", needs="^"),
    Rule("no_hundreds", f"千(?![{_ONES}]百|[〇零{_ONES}]{{3}}\\^){_IN_NUMBER}", "千〇百", needs="^"),
    Rule("no_tens", f"百(?![{_ONES}]十|[〇零{_ONES}]{{2}}\\^){_IN_NUMBER}", "百〇十", needs="^"),
    Rule("no_ones", f"十(?![{_ONES}]){_IN_NUMBER}", "十〇", needs="^"),
    Rule("places", f"[千百十]{_IN_NUMBER}", "", needs="^"),
    Rule("zero", f"[〇零]{_IN_NUMBER}", "0", needs="^"),
    *(
        Rule(f"digit_{digit}", f"{numeral}(?=[0-9{NUMERALS}]*\\^)", str(digit), needs="^")
        for digit, numeral in enumerate(_DIGITS, start=1)
    ),
    CharMap("numeral_marks", dict.fromkeys("@^", "")),
)

_UNITS: Final[tuple[Stage, ...]] = (
    Rule("no_between_numbers", f"(?<=[0-9]) *[{_NO}] *(?=[0-9])", "-", needs=_NO),
    Rule("unit_between_numbers", f"(?<=[0-9])(?:丁目|丁|番地|番|号)+[ {_NO}-]*(?=[0-9])", "-", needs="丁番号"),
    Rule("unit_after_number", "(?<=[0-9])(?:丁目|番地)+", "", needs="丁番"),
    Rule("unit_at_end", f"(?<=[0-9])(?:丁|番|号)+(?= |-|{_END})", "", needs="丁番号"),
    # 2-1号志布志支所, but not 5-301号室, which names a room.
    Rule("last_number", "(-[0-9]+)号(?![室棟館線店地車道のノ之0-9])", "$1", needs="号"),
    Rule("last_lot", "(-[0-9]+)番(?![町丁館街地棟室号目線のノ之0-9])", "$1", needs="番"),
    # In 2号ノースハイツ a building's name begins; in 2号ノ三 and 2号ヶ丘 it need not.
    Rule(
        "number_before_building",
        "(?<=[0-9])[番号](?=(?![のノがガヶケカヵツッつっ])[ぁ-ゖァ-ヺa-z]|[のノ][ぁ-ゖァ-ヺー])",
        "",
        needs="番号",
    ),
)

ADDRESS_NUMBERS: Final[tuple[Stage, ...]] = (*_FIND, *_READ, *_UNITS)
"""豊洲一丁目二番三号, 豊洲1丁目2番地の3 and 豊洲1-2-3 come out alike."""
