"""What is said of a limit that was reached: to whoever looks up, and by e-mail to the 実施機関. No patient's fact."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from app.audit.event import Actor
from app.clock import JAPAN
from app.limits import HOUR, Limit, ReachedLimit, Scope

_WHOSE: Final = {Scope.ACCOUNT: "このユーザID", Scope.INSTITUTION: "この医療機関等"}

_MINUTE: Final = timedelta(minutes=1)

MAIL_SUBJECT: Final = "資格情報照会（システム障害時）：検索回数が上限に達しました"


def limit_words(limit: Limit) -> str:
    """Such as ``1アカウント60分間200回``."""
    whose = "1アカウント" if limit.scope is Scope.ACCOUNT else "1医療機関等"
    return f"{whose}{_period(limit)}{limit.allowed:,}回"


def refusal_words(reached: ReachedLimit) -> str:
    """Which limit it is, until when, and whom to ask."""
    limit = reached.limit
    return (
        f"{_WHOSE[limit.scope]}の検索回数が上限（{_period(limit)}に{limit.allowed:,}回）に達したため、"
        "この検索は行われていません。該当者がいないという意味ではありません。入力した条件は残っています。"
        f"{_minute_after(reached.until)}以降に、もう一度《検索》をクリックしてください。"
        "お急ぎの場合、又は心当たりがない場合は、実施機関に問い合わせてください。"
    )


def mail_body(actor: Actor, reached: Sequence[ReachedLimit], now: datetime) -> str:
    """Who reached which limits, and where to see more."""
    lines = [f"・{limit_words(one.limit)}（{_minute_after(one.until)}まで検索できません）" for one in reached]
    return "\n".join(
        [
            "検索回数が上限に達し、検索を拒否しました。",
            "",
            f"医療機関コード：{actor.institution}",
            f"ユーザID：{actor.user_id}",
            f"日時：{now.astimezone(JAPAN):%Y/%m/%d %H:%M}",
            "達した上限：",
            *lines,
            "",
            "管理画面の「利用状況」で確認してください。",
            "同じ上限については、その期間（60分間又は24時間）に一度だけお知らせします。",
            "",
        ]
    )


def _period(limit: Limit) -> str:
    return "60分間" if limit.period == HOUR else "24時間"


def _minute_after(moment: datetime) -> str:
    """A time in Japan to the minute, rounded up: at that minute the limit leaves another look-up."""
    local = moment.astimezone(JAPAN)
    if local.second or local.microsecond:
        local = (local + _MINUTE).replace(second=0, microsecond=0)
    return f"{local.month}月{local.day}日{local.hour}時{local.minute:02}分"
