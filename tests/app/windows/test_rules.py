"""What a window must be like; each error says in both languages what is wrong."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.windows import Outage, WindowError
from app.windows.rules import Terms, require_sense
from tests.app.windows.moments import NOON, OUTAGE, day, in_japan

RIGHT: dict[str, Any] = {"opens_on": day(10), "closes_on": day(20), "outage": OUTAGE, "strict": True}


@pytest.mark.parametrize(
    ("changed", "english", "japanese"),
    [
        ({"closes_on": day(9)}, "the last day is before the first day", "利用終了日が利用開始日より前です。"),
        ({"outage": None}, "a strict window needs its outage", "障害発生日時と復旧日時を入力してください。"),
        ({"opens_on": day(9)}, "begins before the outage is over; its first day can be 2025-11-10", "復旧より前です。"),
        (
            {"outage": Outage(in_japan(9, 10), in_japan(9, 10))},
            "the outage ends before it begins",
            "復旧日時が障害発生日時以前です。",
        ),
        (
            {"outage": Outage(in_japan(9), in_japan(12, 12, 1)), "opens_on": day(12)},
            "the outage ends in the future",
            "復旧日時（2025年11月12日 12時01分）が現在より後です。",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(changed: dict[str, Any], english: str, japanese: str) -> None:
    with pytest.raises(WindowError) as error:
        require_sense(Terms(**{**RIGHT, **changed}), NOON)
    assert english in str(error.value)
    assert japanese in error.value.japanese


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"closes_on": day(10)},
        {"strict": False},
        {"strict": False, "outage": None},
        {"outage": Outage(in_japan(9), in_japan(12, 12)), "opens_on": day(12)},
        {"outage": Outage(in_japan(9), in_japan(11)), "opens_on": day(11)},
    ],
)
def test_what_makes_sense_is_taken(changed: dict[str, Any]) -> None:
    require_sense(Terms(**{**RIGHT, **changed}), NOON)


@given(hours=st.integers(0, 23), days=st.integers(-3, 3))
def test_the_first_day_is_that_of_recovery_in_japan_or_later(hours: int, days: int) -> None:
    recovered = in_japan(10, hours).astimezone(UTC)
    outage = Outage(recovered - timedelta(days=2), recovered)
    terms = Terms(opens_on=day(10) + timedelta(days=days), closes_on=day(20), outage=outage, strict=False)
    if days >= 0:
        require_sense(terms, NOON)
    else:
        with pytest.raises(WindowError, match="before the outage is over"):
            require_sense(terms, NOON)
