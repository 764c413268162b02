"""What the pages of the second factor say when a code is wrong."""

from typing import Final

WRONG_CODE: Final = (
    "確認コードが違うか、すでに使われています。認証アプリに表示されている新しいコードを入力してください。"
    "誤りが続くと、しばらくの間（15分以内）、正しいコードでもログインできません。"
)
"""One message for a wrong code, a used one, and one that came while the account is locked."""

WRONG_FIRST_CODE: Final = (
    "確認コードが違います。認証アプリに表示されている新しいコードを入力してください。"
    "続けて違うと表示される場合は、スマートフォンの時刻が合っているか確認してください。"
)
