"""When the look-up may be used, as the menu says it beside the お知らせ (manual, chapter 1, 1). Pure."""

from collections.abc import Sequence
from datetime import date

from app.japanese_dates import day_in_words, day_of_year_in_words
from app.state.models import Window

_ITEM = "「緊急時医療情報・資格確認機能」の資格情報照会（システム障害時）"


def notices(opened: Sequence[Window], coming: Sequence[Window]) -> list[str]:
    """Until when it may be used now, and from when to when it may be used next.

    ``opened``: the windows open today; ``coming``: those that open later, in their order.
    """
    now = [f"{_ITEM}を、{day_in_words(max(window.closes_on for window in opened))}まで利用できます。"] if opened else []
    later = [f"{_ITEM}は、{_span(window.opens_on, window.closes_on)}利用できます。" for window in coming]
    return [*now, *dict.fromkeys(later)]


def _span(first: date, last: date) -> str:
    if first == last:
        return f"{day_in_words(first)}に"
    return (
        f"{day_in_words(first)}から{day_in_words(last) if first.year != last.year else day_of_year_in_words(last)}まで"
    )
