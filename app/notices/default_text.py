"""What a notice of a window says unless the 実施機関 writes something else. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from app.clock import day_in_japan
from app.notices.notice_text import NoticeKind, NoticeText
from app.state.models import Window
from app.windows.outage import outage_of
from app.windows.words import days_words, moment_words, outage_words

_ITEM: Final = "資格情報照会（システム障害時）"
_FUNCTION: Final = f"「緊急時医療情報・資格確認機能」の{_ITEM}"

_HOW_TO_USE: Final = (
    "利用方法",
    f"1. 医療情報閲覧アカウント又は管理アカウントのユーザIDでログインし、メニューの「{_ITEM}」を押してください。",
    "2. 控えておいた4情報（氏名、生年月日、性別、住所又は保険者名）を入力し、検索してください。",
)


def default_text(kind: NoticeKind, window: Window) -> NoticeText:
    """The words for a window as it is now; only its days, its outage, ``strict`` and ``closed_at`` are read.

    Raises :class:`ValueError` for a message, of which nobody but its writer knows what it says.
    """
    write = _TEXTS.get(kind)
    if write is None:
        raise ValueError("a message has no default text")
    return write(window)


def _opened(window: Window) -> NoticeText:
    first = f"システム障害の復旧に伴い、{_FUNCTION}を、次の期間に利用できます。"
    return NoticeText(f"{_ITEM}の利用開始のお知らせ", _lines(first, "", *_facts(window), "", *_HOW_TO_USE))


def _changed(window: Window) -> NoticeText:
    first = f"{_FUNCTION}の利用期間等を変更しました。変更後の内容は次のとおりです。"
    return NoticeText(f"{_ITEM}の利用期間等の変更のお知らせ", _lines(first, "", *_facts(window), "", *_HOW_TO_USE))


def _closed(window: Window) -> NoticeText:
    if window.closed_at and day_in_japan(window.closed_at) < window.opens_on:
        first = f"次の期間に予定していた{_FUNCTION}の利用は、取りやめになりました。"
        return NoticeText(f"{_ITEM}の利用取りやめのお知らせ", _lines(first, "", *_facts(window)))
    first = f"{_FUNCTION}の利用は終了しました。メニューには表示されなくなります。"
    ended = [f"利用終了：{moment_words(window.closed_at)}"] if window.closed_at else []
    return NoticeText(f"{_ITEM}の利用終了のお知らせ", _lines(first, "", *_facts(window), *ended))


_TEXTS: Final[Mapping[NoticeKind, Callable[[Window], NoticeText]]] = {
    NoticeKind.OPENED: _opened,
    NoticeKind.CHANGED: _changed,
    NoticeKind.CLOSED: _closed,
}


def _facts(window: Window) -> list[str]:
    """利用期間 and, where the window answers an outage, 障害期間."""
    facts = [f"利用開始日～利用終了日：{days_words(window)}"]
    if outage := outage_of(window):
        facts.append(f"障害期間：{outage_words(outage)}")
    if window.strict:
        facts.append("資格確認日には、障害期間内の日付を入力してください。")
    return facts


def _lines(*lines: str) -> str:
    return "\n".join(lines)
