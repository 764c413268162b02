"""What the pages of the second factor say when a code is wrong."""

from typing import Final

WRONG_CODE: Final = (
    "確認コードが違うか、すでに使われています。認証アプリに表示されている新しいコードを入力してください。"
    "誤りが続くと、しばらくの間（15分以内）、正しいコードでもログインできません。"
)
"""One message for a wrong code, a used one, and one that came while the account is locked."""

WRONG_FIRST_CODE: Final = (
    "確認コードが違います。認証アプリに表示されている新しいコードを入力してください。"
    "続けて違うと表示される場合は、この画面に今表示されているQRコードを読み取ったか、"
    "スマートフォンの時刻が合っているかを確認してください。"
)

ALREADY_SET: Final = (
    "二要素認証は設定済みです。回復コードをもう一度表示することはできません。保管していないときは、"
    "「アカウント設定」の《回復コードを作り直す》で、新しい回復コードを作ってください。"
)
"""For whoever sends the form of an enrolment again, as by a reload of the page with the recovery codes."""
