"""How an account stands, in the words of its pages."""

from enum import StrEnum

from app.state.models import Account


class State(StrEnum):
    """Several may hold at once. ``IN_USE`` is the one of an account that is neither disabled nor new."""

    IN_USE = "in_use"
    NEW = "new"
    LOCKED = "locked"
    DISABLED = "disabled"
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
    State.SECOND_FACTOR: "二要素認証 設定済",
}


def states_of(account: Account, *, locked: bool) -> tuple[State, ...]:
    """All that hold. ``locked``: whether log-ins are refused now because too many failed."""
    if account.disabled_at is not None:
        first = State.DISABLED
    else:
        first = State.NEW if account.must_change_password else State.IN_USE
    others = {State.LOCKED: locked, State.SECOND_FACTOR: account.second_factor is not None}
    return (first, *(state for state, holds in others.items() if holds))
