"""What the pages say of each thing that can be done to an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.account_changes import Action


@dataclass(frozen=True, slots=True)
class Words:
    """``name``: of its page; ``button``: what is pressed; ``effects``: what it will do; ``done``: said afterwards."""

    name: str
    button: str
    effects: tuple[str, ...]
    done: str = ""


WORDS: Final[Mapping[Action, Words]] = {
    Action.DISABLE: Words(
        "利用の停止",
        "利用を停止する",
        (
            "このユーザIDではログインできなくなります。",
            "ログイン中の端末は、次の操作でログイン画面に戻ります。",
            "アカウントは残り、あとで利用を再開できます。",
        ),
        "利用を停止しました。",
    ),
    Action.ENABLE: Words(
        "利用の再開",
        "利用を再開する",
        ("停止する前のパスワードと二要素認証で、再びログインできるようになります。",),
        "利用を再開しました。",
    ),
    Action.UNLOCK: Words(
        "ロックの解除",
        "ロックを解除する",
        (
            "誤りが続いたために止めているログインを、すぐに再び受け付けます。",
            "解除しなくても、しばらくすると自動的に受け付けます。",
        ),
        "ロックを解除しました。",
    ),
    Action.RESET: Words(
        "パスワードと二要素認証のリセット",
        "リセットする",
        (
            "今のパスワードは使えなくなり、新しい一回限りのパスワードを次の画面に表示します。",
            "二要素認証の設定と回復コードを消します。",
            "ログイン中の端末は、次の操作でログイン画面に戻ります。",
            "本人からの依頼であることを確かめてから行ってください。",
        ),
    ),
    Action.END_SESSIONS: Words(
        "すべての端末からのログアウト",
        "すべての端末からログアウトさせる",
        (
            "ログイン中の端末は、次の操作でログイン画面に戻ります。入力中の内容と検索結果は失われます。",
            "パスワードは変わりません。本人は再びログインできます。",
        ),
        "すべての端末からログアウトさせました。",
    ),
}
