"""Windows and outages in words. Pure."""

from datetime import datetime

from app.clock import JAPAN
from app.japanese_dates import day_in_words
from app.state.models import Window
from app.windows.outage import Outage


def moment_words(moment: datetime) -> str:
    """The time in Japan, to the minute: 2025年11月12日 9時30分."""
    there = moment.astimezone(JAPAN)
    return f"{day_in_words(there.date())} {there.hour}時{there.minute:02}分"


def outage_words(outage: Outage) -> str:
    """障害発生日時 to 復旧日時."""
    return f"{moment_words(outage.began_at)}～{moment_words(outage.ended_at)}"


def days_words(window: Window) -> str:
    """利用開始日 to 利用終了日."""
    return f"{day_in_words(window.opens_on)}～{day_in_words(window.closes_on)}"


def target_words(window: Window) -> str:
    """For whom it holds, for a screen."""
    if window.institution:
        return f"{window.institution.name}（{window.institution.code}）"
    return f"グループ「{window.group.name}」" if window.group else "すべての医療機関等"


def target_in_english(window: Window) -> str:
    """For whom it holds, for the command line."""
    if window.institution:
        return f"institution {window.institution.code}"
    return f"group {window.group.name}" if window.group else "all institutions"
