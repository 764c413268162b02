"""Password hashing with argon2id, and what a password must be (OWASP ASVS 5.0, 6.2)."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.easy_passwords import holds_user_id, is_easy

MINIMUM_LENGTH: Final = 15
"""Characters, for accounts with a password alone."""

MAXIMUM_LENGTH: Final = 256
"""Characters; longer input is only work for the server."""

# 19 MiB, two passes, one lane: the least that OWASP recommends, since many log-ins may come at one moment.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def problem_with(password: str, user_id: str) -> str | None:
    """What is wrong with a new password of an account, in English for the command line, or ``None``."""
    if len(password) < MINIMUM_LENGTH:
        return f"the password must have at least {MINIMUM_LENGTH} characters"
    if len(password) > MAXIMUM_LENGTH:
        return f"the password must have at most {MAXIMUM_LENGTH} characters"
    if holds_user_id(password, user_id):
        return "the password must not hold the user ID"
    if is_easy(password):
        return "the password is too easy to guess: take fewer common words, rows of keys, runs and repetitions"
    return None


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
