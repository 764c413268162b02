"""What the demo says when it is ready."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.demo.accounts import ACCOUNTS, NewAccount
from app.settings import Settings


def greeting(settings: Settings, made: Sequence[NewAccount]) -> str:
    """Address, accounts, and an example to try. Passwords are shown of accounts ``made`` just now only."""
    return "\n".join(
        [
            "",
            f"資格情報照会（システム障害時）: http://{settings.host}:{settings.port}/",
            "",
            *_accounts(settings, made),
            "",
            "Try, as viewer or admin: 氏名 新橋太郎, 生年月日 昭和29年3月26日, 性別 男, 住所 東京都",
            "Stop with Ctrl+C.",
        ]
    )


def _accounts(settings: Settings, made: Sequence[NewAccount]) -> list[str]:
    if settings.demo_password:
        return [f"Accounts: {', '.join(ACCOUNTS)}; their password is SHIKAKU_DEMO_PASSWORD."]
    lines = [f"  {account.user_id:<10}{account.password}   {account.role.label}" for account in made]
    if lines:
        lines = ["Accounts and their passwords, shown only this once:", *lines]
    if len(made) < len(ACCOUNTS):
        lines.append(f"Accounts: {', '.join(ACCOUNTS)}; passwords were shown when each was made.")
    return [*lines, f"For a lost password, a new one to use once: {_command()} account reset USER_ID"]


def _command() -> str:
    """``shikaku`` as it is to be typed in the folder where the demo was started."""
    return os.path.relpath(Path(sys.executable).parent / "shikaku")
