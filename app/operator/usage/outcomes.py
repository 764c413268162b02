"""How a look-up can end, in the order of tables and charts, and in the words of the console."""

from collections.abc import Mapping
from typing import Final

from app.audit.event import Kind
from app.limits import Scope
from app.lookup.audited import UNAVAILABLE
from engine.answer import Outcome

LOOKED_UP: Final[Mapping[str, str]] = {
    Outcome.IDENTIFIED.value: "該当者1名",
    Outcome.CANDIDATES.value: "候補一覧",
    Outcome.NONE.value: "該当なし",
    Outcome.TOO_MANY.value: "件数超過",
    UNAVAILABLE: "照会不可",
}
"""Look-ups that were made."""

REFUSED: Final[Mapping[str, str]] = {
    Scope.ACCOUNT.outcome: "アカウントの回数上限",
    Scope.INSTITUTION.outcome: "医療機関等の回数上限",
    "too_often": "接続元ごとの回数上限（1分間）",
    "outside_outage": "障害期間外の資格確認日",
}
"""Look-ups that were refused."""

KINDS_REFUSED: Final[Mapping[str, str]] = {
    Kind.LOOK_UP_REFUSED: "検索",
    Kind.ACCESS_REFUSED: "画面・操作",
    Kind.LOG_IN_REFUSED: "ログイン",
}
"""What can be refused."""

_REASONS: Final[Mapping[str, Mapping[str, str]]] = {
    Kind.LOOK_UP_REFUSED: REFUSED,
    Kind.ACCESS_REFUSED: {
        "role": "対象外のアカウント",
        "no_open_window": "利用期間外",
        "no_such_page": "アカウントにない画面",
        "no_such_account": "管理対象でないアカウント",
    },
    Kind.LOG_IN_REFUSED: {
        "unknown_user": "登録のないユーザID",
        "wrong_password": "パスワードの誤り",
        "wrong_code": "認証コードの誤り",
        "locked": "ロック中",
        "disabled": "停止中のアカウント",
        "too_often": "接続元ごとの回数上限（1分間）",
    },
}


def label(kind: str, outcome: str) -> str:
    """The outcome of a look-up in words; as recorded if there are none for it."""
    if kind == Kind.LOOK_UP_REFUSED:
        return f"拒否：{reason(kind, outcome)}"
    return LOOKED_UP.get(outcome, outcome)


def reason(kind: str, outcome: str) -> str:
    """Why something was refused, in words; as recorded if there are none for it."""
    return _REASONS[kind].get(outcome, outcome)
