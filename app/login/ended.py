"""Whoever's session ended is told why: nobody shall take a search that was not made for one that found nobody."""

from collections.abc import Mapping
from typing import Final

from flask import session

from app.login_sessions import Ended, why_ended
from app.services import services

_TOKEN: Final = "_user_id"  # noqa: S105 -- a name, not a token
"""Where Flask-Login keeps the session's token in the cookie."""

_TOLD: Final = "ended"
_EXPIRED: Final = "expired"
_NOT_DONE: Final = "直前の操作（検索など）は行われていません。"

TEXTS: Final[Mapping[str, str]] = {
    _EXPIRED: f"ログインの有効期間が終わりました。{_NOT_DONE}もう一度ログインしてください。",
    Ended.SUPERSEDED: (
        "別の場所で同じユーザIDのログインがあったため、このログインを終了しました。"
        f"{_NOT_DONE}心当たりがない場合は、パスワードを変更し、管理者に知らせてください。"
    ),
    Ended.BY_ADMINISTRATOR: f"管理者がこのログインを終了しました。{_NOT_DONE}もう一度ログインしてください。",
    Ended.EVERYWHERE: (
        f"「すべての端末からログアウト」が行われたため、このログインを終了しました。{_NOT_DONE}"
        "もう一度ログインしてください。"
    ),
    Ended.DISABLED: (
        f"このアカウントの利用が停止されたため、ログインを終了しました。{_NOT_DONE}管理者に問い合わせてください。"
    ),
    Ended.PASSWORD: (
        f"パスワードが変更されたため、このログインを終了しました。{_NOT_DONE}新しいパスワードでログインしてください。"
    ),
}
"""By why the session ended."""


def note_ended_session() -> None:
    """Remember, for the log-in page, why the session that the browser still names lets nobody in."""
    token = session.pop(_TOKEN, None)
    if token:
        with services().database.session() as db:
            session[_TOLD] = why_ended(db, token) or _EXPIRED


def take_ended_text() -> str | None:
    """What to tell, once; ``None`` if there is nothing."""
    return TEXTS.get(session.pop(_TOLD, ""))
