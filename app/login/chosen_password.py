"""A new password as it was typed, twice, and what is wrong with it, for the pages that ask for one."""

from dataclasses import dataclass, field
from typing import Final, Self

from werkzeug.datastructures import ImmutableMultiDict

from app.passwords import (
    MINIMUM_LENGTH,
    MINIMUM_LENGTH_WITH_SECOND_FACTOR,
    find_problem,
    hash_password,
    verify_password,
)
from app.state.models import Account

UNLIKE: Final = "2回入力したパスワードが一致しません。もう一度入力してください。"
AS_BEFORE: Final = "今のパスワードと同じです。別のパスワードを入力してください。"


@dataclass(frozen=True, slots=True)
class PasswordAccount:
    """What the rules ask of the account."""

    user_id: str
    password_hash: str = field(repr=False)
    has_second_factor: bool

    @classmethod
    def of(cls, account: Account) -> Self:
        """Read it from the database's row."""
        return cls(account.user_id, account.password_hash, account.second_factor is not None)

    @property
    def shortest(self) -> int:
        """How many characters its password must have."""
        return MINIMUM_LENGTH_WITH_SECOND_FACTOR if self.has_second_factor else MINIMUM_LENGTH


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, by field, as the page says it."""

    errors: dict[str, str]


def read_new_password(form: ImmutableMultiDict[str, str], account: PasswordAccount) -> str | Wrong:
    """The hash of the new password (fields ``new_password``, ``new_password_again``), or what is wrong with it."""
    password = form.get("new_password", "")
    problem = find_problem(password, account.user_id, has_second_factor=account.has_second_factor)
    if problem:
        return Wrong({"new_password": problem.japanese})
    if password != form.get("new_password_again", ""):
        return Wrong({"new_password_again": UNLIKE})
    if verify_password(account.password_hash, password):
        return Wrong({"new_password": AS_BEFORE})
    return hash_password(password)
