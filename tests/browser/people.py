"""Whom the tests look for: the manual's people, who are in every sample, and a small feed of others."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from app.clock import JAPAN
from tests.indexer.feeds import csv_feed, right_row

Typed = Mapping[str, str]
"""What is typed or chosen, by the name of the form's field."""

TARO: Final[Typed] = {
    "name": "新橋太郎",
    "birth_era": "S",
    "birth_year": "29",
    "birth_month": "3",
    "birth_day": "26",
    "sex": "1",
    "address": "東京都",
}
"""Two people, as on the manual's screen."""

ICHIRO: Final[Typed] = {**TARO, "name": "新橋 一郎", "birth_year": "59", "birth_month": "4", "birth_day": "1"}
"""One person, in force."""

JUGOTA: Final[Typed] = {
    "name": "佐藤 十五太",
    "birth_era": "H",
    "birth_year": "3",
    "birth_month": "4",
    "birth_day": "22",
    "sex": "1",
    "insurer_name": "船員保険",
}
"""One person, whose qualification is over."""

NOBODY: Final[Typed] = {**TARO, "name": "新橋零郎"}

SIX_ALIKE: Final[Typed] = {**TARO, "name": "試験六人"}
"""More people than a list may show."""

EVERYTHING_SENT: Final[Typed] = {**TARO, "name": "試験全項", "sex": "3"}
"""One person, of whom the insurer sent every item."""

CHILD_WITHOUT_ADDRESS: Final[Typed] = {
    "name": "試験幼子",
    "birth_era": "AD",
    "birth_year": str(datetime.now(JAPAN).year - 3),
    "birth_month": "5",
    "birth_day": "5",
    "sex": "2",
    "insurer_name": "ブラウザ",
}
"""One person before school age, whose address the insurer did not send."""

MOVES: Final[Typed] = {**TARO, "name": "試験転居"}
"""One person, whose insurer sends another address within the tests."""

CHANGED_INSURER: Final[Typed] = {**TARO, "name": "試験変更", "address": "", "insurer_name": "まえの"}
"""One person, whose qualification with this insurer is over and who has another one since."""

_INSURER: Final = {"insurer_number": "06990018", "insurer_name": "ブラウザ試験健康保険組合"}
_LONG: Final = "ながい名前の町" * 12


def feed() -> str:
    """Everybody above who is neither in the sample nor moves."""
    return csv_feed(_rows())


def feed_of_who_moves(address: str) -> str:
    """The one person of this insurer, with the address that it knows now."""
    row = right_row(
        insurer_number="06990026",
        insurer_name="転居試験健康保険組合",
        person_id="B900",
        name="試験　転居",
        name_kana="ｼｹﾝ ﾃﾝｷﾖ",
        birth_date="19540326",
        address=address,
        updated_at=_updated_at(),
    )
    return csv_feed([row])


def _rows() -> Iterator[dict[str, str]]:
    for number in range(6):
        yield _row(person_id=f"B10{number}", number=f"10{number}", name="試験　六人", name_kana="ｼｹﾝ ﾛｸﾆﾝ")
    yield _row(
        person_id="B200",
        number="200",
        name="試験　全項",
        name_kana="ｼｹﾝ ｾﾞﾝｺｳ",
        name_other="ＡＬＬ　ＩＴＥＭＳ（試験　全項）",
        name_other_kana="ｵｰﾙ ｱｲﾃﾑｽﾞ",
        sex="3",
        sex_note="2",
        postal_code="105-0004",
        address=f"東京都港区{_LONG}1-2-3",
        certificate_class="03",
        personal_family="2",
        insured_name="試験　世帯主",
        qualified_on="20200401",
        valid_from="20200401",
        valid_to="20991231",
        issued_on="20200401",
        copayment_ratio="010",
    )
    yield _row(
        person_id="B300",
        number="300",
        name="試験　幼子",
        name_kana="ｼｹﾝ ｵｻﾅｺﾞ",
        sex="2",
        birth_date=f"{CHILD_WITHOUT_ADDRESS['birth_year']}0505",
        address="",
        qualified_on=f"{CHILD_WITHOUT_ADDRESS['birth_year']}0505",
        valid_from=f"{CHILD_WITHOUT_ADDRESS['birth_year']}0505",
    )
    changed = {"person_id": "B400", "name": "試験　変更", "name_kana": "ｼｹﾝ ﾍﾝｺｳ"}
    yield _row(
        **changed,
        insurer_number="06990034",
        insurer_name="まえの試験健康保険組合",
        number="400",
        disqualified_on="20240401",
        loss_reason="03",
    )
    yield _row(**changed, number="401", qualified_on="20240401", valid_from="20240401")


def _row(**values: str) -> dict[str, str]:
    return right_row(**{**_INSURER, "birth_date": "19540326", "updated_at": _updated_at(), **values})


def _updated_at() -> str:
    """Yesterday, which is before today wherever the tests run."""
    return (datetime.now(JAPAN).date() - timedelta(days=1)).isoformat()
