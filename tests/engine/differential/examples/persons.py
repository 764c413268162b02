"""Which record a person answers with, and who is one person."""

from typing import Any

from engine.record import Sex
from tests.engine.differential.examples.example import INVALID, NEWER, VALID, Example, ask, days, row

_LAPSED: dict[str, Any] = {"person_id": "P1", "disqualified_on": days(-10)}
_LATER: dict[str, Any] = {"person_id": "P1", "qualified_on": days(10)}
_CURRENT: dict[str, Any] = {"person_id": "P1"}
_ELSEWHERE: dict[str, Any] = {"insurer_number": "06130488", "insurer_name": "例題健康保険組合"}
_NO_BRANCH_NUMBER: dict[str, Any] = {"number": "1", "branch_number": ""}

EXAMPLES = (
    Example(
        "of one person the record in force hides the lapsed and the later one",
        (row("A", **_LAPSED), row("B", **_CURRENT), row("C", **_LATER)),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "of one person all records in force are shown",
        (row("A", **_CURRENT), row("B", **_CURRENT)),
        ask(),
        "candidates",
        {"A": VALID, "B": VALID},
    ),
    Example(
        "a lapsed record is shown before one that starts later",
        (row("A", **_LAPSED), row("B", **_LATER)),
        ask(),
        "identified",
        {"A": INVALID},
    ),
    Example(
        "of lapsed records the one with the last day in force is shown",
        (
            row("A", person_id="P1", disqualified_on=days(-10)),
            row("B", person_id="P1", valid_to=days(-10)),
            row("C", person_id="P1", valid_to=days(-11), qualified_on=days(-20)),
        ),
        ask(),
        "identified",
        {"B": INVALID},
    ),
    Example(
        "of records that lapsed on one day the one with the later 資格取得日 is shown",
        (
            row("A", person_id="P1", valid_to=days(-10), qualified_on=days(-30)),
            row("B", person_id="P1", valid_to=days(-10), qualified_on=days(-20)),
            row("C", person_id="P1", valid_to=days(-10), qualified_on=days(-25)),
        ),
        ask(),
        "identified",
        {"B": INVALID},
    ),
    Example(
        "of records that start later the earliest is shown",
        (
            row("A", person_id="P1", qualified_on=days(20)),
            row("B", person_id="P1", qualified_on=days(10)),
            row("C", person_id="P1", qualified_on=days(5), valid_from=days(30)),
        ),
        ask(),
        "identified",
        {"B": INVALID},
    ),
    Example(
        "a record in force that does not match is no row, but makes the lapsed one 無効（新しい資格あり）",
        (row("A", **_LAPSED), row("B", **_CURRENT, **_ELSEWHERE)),
        ask(),
        "identified",
        {"A": NEWER},
    ),
    Example(
        "the record in force may bear another name, sex and address",
        (row("A", **_LAPSED), row("B", **_CURRENT, **_ELSEWHERE, name="例題　花子", sex=Sex.FEMALE, address="")),
        ask(),
        "identified",
        {"A": NEWER},
    ),
    Example(
        "a record that starts later is 無効（新しい資格あり） too while another is in force",
        (row("A", **_LATER), row("B", **_CURRENT, **_ELSEWHERE)),
        ask(),
        "identified",
        {"A": NEWER},
    ),
    Example(
        "another record that has lapsed too is no new one",
        (row("A", **_LAPSED), row("B", **_ELSEWHERE, person_id="P1", valid_to=days(-1))),
        ask(),
        "identified",
        {"A": INVALID},
    ),
    Example(
        "a new record counts on 資格確認日, not today",
        (row("A", person_id="P1", disqualified_on=days(-10)), row("B", **_ELSEWHERE, **_LATER)),
        ask(as_of=days(10)),
        "identified",
        {"A": NEWER},
    ),
    Example(
        "another person's record in force is no new one",
        (row("A", **_LAPSED), row("B", **_ELSEWHERE, person_id="P2")),
        ask(),
        "identified",
        {"A": INVALID},
    ),
    Example(
        "person_id with another birth date is another person",
        (row("A", **_LAPSED), row("B", **_CURRENT, born=1)),
        ask(),
        "identified",
        {"A": INVALID},
    ),
    Example(
        "without person_id nobody's other records are looked for",
        (row("A", disqualified_on=days(-10)), row("B", **_ELSEWHERE)),
        ask(),
        "identified",
        {"A": INVALID},
    ),
    Example(
        "person_id joins two insurers",
        (row("A", **_LAPSED), row("B", **_CURRENT, insurer_number="06130488", insurer_name="見本市役所健康保険組合")),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "alike names never join people, and one person's record never hides another's",
        (row("A", person_id="P1"), row("B", person_id="P2", disqualified_on=days(-10)), row("C", qualified_on=days(9))),
        ask(),
        "candidates",
        {"A": VALID, "B": INVALID, "C": INVALID},
    ),
    Example(
        "rows in force come first, whenever they began",
        (row("A", qualified_on=days(9)), row("B", disqualified_on=days(0), qualified_on=days(-9)), row("C"), row("D")),
        ask(),
        "candidates",
        {"C": VALID, "D": VALID, "A": INVALID, "B": INVALID},
    ),
    Example(
        "without person_id the card joins qualifications however it is written",
        (
            row("A", symbol="Ａ－１", number="０１２", branch_number="2", disqualified_on=days(-10)),
            row("B", symbol="a-1", number="12", branch_number="02", qualified_on=days(-10)),
        ),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "an insurer number padded with zeros or spaces is the same",
        (
            row("A", number="1", insurer_number="00138057", disqualified_on=days(-10)),
            row("B", number="1", insurer_number="138057", qualified_on=days(-10)),
            row("C", number="1", insurer_number="  138057", qualified_on=days(10)),
        ),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "another branch number is another person",
        (row("A", number="1", branch_number="01"), row("B", number="1", branch_number="02")),
        ask(),
        "candidates",
        {"A": VALID, "B": VALID},
    ),
    Example(
        "twins without branch number stay two people by their kana",
        (
            row("A", **_NO_BRANCH_NUMBER, name_kana="ｼｮｳｶｲ ﾀﾛｳ"),
            row("B", **_NO_BRANCH_NUMBER, name_kana="ｼｮｳｶｲ ﾀｵ", disqualified_on=days(-10)),
        ),
        ask(),
        "candidates",
        {"A": VALID, "B": INVALID},
    ),
    Example(
        "twins without branch number and kana stay two people by their names",
        (
            row("A", **_NO_BRANCH_NUMBER, name_kana=""),
            row("B", **_NO_BRANCH_NUMBER, name_kana="", name="照会　太朗", name_other="照会　太郎"),
        ),
        ask(),
        "candidates",
        {"A": VALID, "B": VALID},
    ),
    Example(
        "the sex that was asked for never finds the other twin",
        (row("A", **_NO_BRANCH_NUMBER), row("B", **_NO_BRANCH_NUMBER, sex=Sex.FEMALE)),
        ask(sex=Sex.FEMALE),
        "identified",
        {"B": VALID},
    ),
    Example(
        "branch number 00 is none",
        (
            row("A", **_NO_BRANCH_NUMBER, disqualified_on=days(-10)),
            row("B", number="1", branch_number="00", qualified_on=days(-10)),
        ),
        ask(),
        "identified",
        {"B": VALID},
    ),
    Example(
        "two people alike in everything but address are both shown",
        (row("A", address="東京都府中市見本町1-1"), row("B", address="東京都府中市見本町2-2")),
        ask(address="府中市"),
        "candidates",
        {"A": VALID, "B": VALID},
    ),
    Example(
        "two people alike in everything but address are told apart by it",
        (row("A", address="東京都府中市見本町1-1"), row("B", address="東京都府中市見本町2-2")),
        ask(address="見本町2-2"),
        "identified",
        {"B": VALID},
    ),
)
