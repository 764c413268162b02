"""How an account stands, in the words of its pages."""

from datetime import datetime
from enum import StrEnum

from app.accounts import has_expired
from app.state.models import Account


class State(StrEnum):
    """Several may hold at once. ``IN_USE`` is the one of an account that is neither disabled nor new."""

    IN_USE = "in_use"
    NEW = "new"
    LOCKED = "locked"
    DISABLED = "disabled"
    DISABLED_BY_OPERATOR = "disabled_by_operator"
    EXPIRED = "expired"
    SECOND_FACTOR = "second_factor"

    @property
    def label(self) -> str:
        """In Japanese."""
        return _LABELS[self]


_LABELS = {
    State.IN_USE: "利用中",
    State.NEW: "初回ログイン待ち",
    State.LOCKED: "ロック中",
    State.DISABLED: "停止",
    State.DISABLED_BY_OPERATOR: "実施機関による停止",
    State.EXPIRED: "一回限りのパスワードの期限切れ",
    State.SECOND_FACTOR: "二要素認証 設定済",
}


def states_of(account: Account, now: datetime, *, locked: bool) -> tuple[State, ...]:
    """All that hold. ``locked``: whether log-ins are refused now because too many failed."""
    if account.disabled_at is not None:
        first = State.DISABLED
    else:
        first = State.NEW if account.must_change_password else State.IN_USE
    others = {
        State.DISABLED_BY_OPERATOR: account.disabled_by_operator,
        State.EXPIRED: has_expired(account, now),
        State.LOCKED: locked,
        State.SECOND_FACTOR: account.second_factor is not None,
    }
    return (first, *(state for state, holds in others.items() if holds))
