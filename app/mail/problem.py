"""Why an e-mail was not sent. The server's own words are kept nowhere: they may say anything."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Problem(StrEnum):
    """The values are stored."""

    SERVER_AWAY = "server_away"
    TLS_FAILED = "tls_failed"
    NOT_AUTHENTICATED = "not_authenticated"
    SENDER_REFUSED = "sender_refused"
    RECIPIENT_LATER = "recipient_later"
    RECIPIENT_REFUSED = "recipient_refused"
    MAIL_REFUSED = "mail_refused"

    @property
    def is_of_server(self) -> bool:
        """Whether every other e-mail would meet it now, too."""
        return self in _OF_SERVER

    @property
    def label(self) -> str:
        """For the 実施機関."""
        return _LABELS[self]


_OF_SERVER: Final = frozenset(
    {Problem.SERVER_AWAY, Problem.TLS_FAILED, Problem.NOT_AUTHENTICATED, Problem.SENDER_REFUSED}
)

_LABELS: Final[Mapping[Problem, str]] = {
    Problem.SERVER_AWAY: "メールサーバに接続できません",
    Problem.TLS_FAILED: "メールサーバとの暗号化通信を確立できません",
    Problem.NOT_AUTHENTICATED: "メールサーバの認証に失敗しました",
    Problem.SENDER_REFUSED: "差出人のメールアドレスが受け付けられません",
    Problem.RECIPIENT_LATER: "宛先への配送が一時的に受け付けられません",
    Problem.RECIPIENT_REFUSED: "宛先のメールアドレスが受け付けられません",
    Problem.MAIL_REFUSED: "メールの内容が受け付けられません",
}


class DeliveryError(Exception):
    """An e-mail was not taken by the server."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
