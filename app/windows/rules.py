"""What a window must be like before it is written (manual, chapter 1, 1: it answers an outage that is over)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.clock import day_in_japan
from app.japanese_dates import day_in_words
from app.state.models import Institution, Window
from app.windows.outage import Outage
from app.windows.overlap import Extent, extent_of, overlap
from app.windows.window_error import WindowError
from app.windows.words import days_words, moment_words, target_in_english, target_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the 実施機関 sets of a window, apart from whom it is for."""

    opens_on: date
    closes_on: date
    outage: Outage | None
    strict: bool


def require_sense(terms: Terms, now: datetime) -> None:
    """Pure. Raises :class:`WindowError` for terms that contradict themselves, or name an outage that is not over."""
    if terms.closes_on < terms.opens_on:
        raise WindowError(
            "the last day is before the first day",
            japanese="利用終了日が利用開始日より前です。日付を確認してください。",
            field="closes_on",
        )
    if terms.outage is not None:
        _require_recovery(terms.outage, terms.opens_on, now)
    elif terms.strict:
        raise WindowError(
            "a strict window needs its outage",
            japanese="障害期間外の資格確認日を拒否するには、障害発生日時と復旧日時を入力してください。",
            field="strict",
        )


def require_apart(extent: Extent, others: Iterable[Window]) -> None:
    """Raises :class:`WindowError`, which names the other one, if one of the other windows overlaps."""
    for other in others:
        if overlap(extent, extent_of(other)):
            raise overlapping(other)


def overlapping(other: Window) -> WindowError:
    """The error that names the other window."""
    return WindowError(
        f"this would overlap window {other.id} ({other.opens_on} to {other.closes_on}, {target_in_english(other)}); "
        "choose other days, or change or close that one first",
        japanese=(
            f"利用期間が、利用期間{other.id}（{days_words(other)}、{target_words(other)}）と重なります。"
            "日付を見直すか、先にその利用期間を変更又は終了してください。"
        ),
        field="opens_on",
    )


def overlapping_for_member(other: Window, window: Window, institution: Institution) -> WindowError:
    """The error that names both windows that an institution would have, ``window`` as a member of its group."""
    return WindowError(
        f"institution {institution.code} would have two windows at once: window {window.id} of the group and "
        f"window {other.id} ({other.opens_on} to {other.closes_on}, {target_in_english(other)}); "
        "change or close one of them first",
        japanese=(
            f"{institution.name}（{institution.code}）を加えると、グループの利用期間{window.id}が、"
            f"利用期間{other.id}（{days_words(other)}、{target_words(other)}）と重なります。"
            "先にどちらかの利用期間を変更又は終了してください。"
        ),
    )


def _require_recovery(outage: Outage, opens_on: date, now: datetime) -> None:
    if outage.ended_at <= outage.began_at:
        raise WindowError(
            "the outage ends before it begins",
            japanese="復旧日時が障害発生日時以前です。日時を確認してください。",
            field="outage_ended_at",
        )
    if now < outage.ended_at:
        raise WindowError(
            "the outage ends in the future; open the window once it is over",
            japanese=(
                f"復旧日時（{moment_words(outage.ended_at)}）が現在より後です。復旧した後に利用期間を設定してください。"
            ),
            field="outage_ended_at",
        )
    recovered_on = day_in_japan(outage.ended_at)
    if opens_on < recovered_on:
        raise WindowError(
            f"the window begins before the outage is over; its first day can be {recovered_on} or later",
            japanese=f"利用開始日が復旧より前です。{day_in_words(recovered_on)}以後の日付にしてください。",
            field="opens_on",
        )
