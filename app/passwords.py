"""Password hashing with argon2id, and what a password must be (OWASP ASVS 5.0, 6.2)."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.easy_passwords import holds_user_id, is_easy

MINIMUM_LENGTH: Final = 15
"""Characters, for accounts with a password alone."""

MINIMUM_LENGTH_WITH_SECOND_FACTOR: Final = 8

MAXIMUM_LENGTH: Final = 256
"""Characters; longer input is only work for the server."""

# 19 MiB, two passes, one lane: the least that OWASP recommends, since many log-ins may come at one moment.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class PasswordProblem:
    """Why a password is not taken: for the command line, and for a screen."""

    english: str
    japanese: str


HOLDS_USER_ID: Final = PasswordProblem(
    "the password must not hold the user ID", "パスワードにユーザIDを含めることはできません。"
)
TOO_EASY: Final = PasswordProblem(
    "the password is too easy to guess: take fewer common words, rows of keys, runs and repetitions",
    "推測されやすいパスワードです。よく使われる語、キーの並び、連続した文字、繰返しを減らしてください。",
)


def find_problem(password: str, user_id: str, *, has_second_factor: bool = False) -> PasswordProblem | None:
    """What is wrong with a new password of an account, or ``None``."""
    shortest = MINIMUM_LENGTH_WITH_SECOND_FACTOR if has_second_factor else MINIMUM_LENGTH
    if len(password) < shortest:
        return PasswordProblem(
            f"the password must have at least {shortest} characters",
            f"パスワードは{shortest}文字以上で入力してください。",
        )
    if len(password) > MAXIMUM_LENGTH:
        return PasswordProblem(
            f"the password must have at most {MAXIMUM_LENGTH} characters",
            f"パスワードは{MAXIMUM_LENGTH}文字以内で入力してください。",
        )
    if holds_user_id(password, user_id):
        return HOLDS_USER_ID
    return TOO_EASY if is_easy(password) else None


def problem_with(password: str, user_id: str) -> str | None:
    """What is wrong with a new password of an account, in English for the command line, or ``None``."""
    problem = find_problem(password, user_id)
    return problem.english if problem else None


def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters."""
    return _HASHER.hash(password)


def verify_password(stored_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed. ``None`` (no such account) costs the same work and is false."""
    try:
        return _HASHER.verify(stored_hash or _nobodys_hash(), password) and stored_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("")
