"""資格確認日 against the four dates of a record."""

from typing import Any

from tests.engine.differential.examples.example import INVALID, VALID, Example, ask, days, row


def _one(rule: str, validity: str, **facts: Any) -> Example:
    return Example(rule, (row("A", **facts),), ask(), "identified", {"A": validity})


EXAMPLES = (
    _one("a record is in force on 資格取得日", VALID, qualified_on=days(0)),
    _one("a record is not yet in force the day before 資格取得日", INVALID, qualified_on=days(1)),
    _one("a record is in force on 有効開始日", VALID, valid_from=days(0)),
    _one("a record is not yet in force the day before 有効開始日", INVALID, valid_from=days(1)),
    _one("a record is in force on 有効終了日", VALID, valid_to=days(0)),
    _one("a record has lapsed the day after 有効終了日", INVALID, valid_to=days(-1)),
    _one("a record is in force the day before 資格喪失日", VALID, disqualified_on=days(1)),
    _one("a record has lapsed on 資格喪失日", INVALID, disqualified_on=days(0)),
    _one("資格喪失日 ends a record before its 有効終了日", INVALID, disqualified_on=days(0), valid_to=days(99)),
    _one("有効終了日 ends a record before its 資格喪失日", INVALID, disqualified_on=days(99), valid_to=days(-1)),
    _one("a record lost on its first day was never in force", INVALID, qualified_on=days(0), disqualified_on=days(0)),
    _one("a record without an end stays in force", VALID),
    Example(
        "資格確認日 may be in the past",
        (row("A", disqualified_on=days(-10)),),
        ask(as_of=days(-11)),
        "identified",
        {"A": VALID},
    ),
    Example(
        "資格確認日 may be in the future",
        (row("A", qualified_on=days(10)),),
        ask(as_of=days(10)),
        "identified",
        {"A": VALID},
    ),
)
