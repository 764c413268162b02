"""お知らせ: when the look-up may be used (manual, chapter 1, 1). Pure."""

from collections.abc import Sequence
from datetime import date

from app.state.models import Window

_ITEM = "「緊急時医療情報・資格確認機能」の資格情報照会（システム障害時）"


def notices(opened: Sequence[Window], coming: Sequence[Window]) -> list[str]:
    """Until when it may be used now, and from when to when it may be used next.

    ``opened``: the windows open today; ``coming``: those that open later, in their order.
    """
    now = [f"{_ITEM}を、{_day(max(window.closes_on for window in opened))}まで利用できます。"] if opened else []
    later = [f"{_ITEM}は、{_span(window.opens_on, window.closes_on)}利用できます。" for window in coming]
    return [*now, *dict.fromkeys(later)]


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{_day(first)}に"
    return f"{_day(first)}から{_day(last) if first.year != last.year else _day_of_year(last)}まで"


def _day(day: date) -> str:
    return f"{day.year}年{_day_of_year(day)}"


def _day_of_year(day: date) -> str:
    return f"{day.month}月{day.day}日"
