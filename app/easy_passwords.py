"""Which passwords are guessed at once: common words, rows of keys, runs and repetitions. Pure."""

from itertools import pairwise
from typing import Final

from app.common_words import COMMON_WORDS

FEWEST_OWN_CHARACTERS: Final = 6
"""How many characters must be left when common words are out and every run of neighbours counts as one."""

_SHORTEST_USER_ID: Final = 3
"""A shorter user ID stands in many a password by chance."""

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol"),
)
_NEIGHBOURS: Final = frozenset(step for row in _ROWS for pair in pairwise(row) for step in (pair, pair[::-1]))


def is_easy(password: str) -> bool:
    """Whether hardly anything in it is its owner's own. Upper and lower case are one."""
    folded = password.casefold()
    return _repeats(folded) or _own_characters(folded) < FEWEST_OWN_CHARACTERS


def holds_user_id(password: str, user_id: str) -> bool:
    """Whether the user ID stands in it, in upper or lower case."""
    return len(user_id) >= _SHORTEST_USER_ID and user_id.casefold() in password.casefold()


def _repeats(text: str) -> bool:
    """Whether one piece, said at least twice, makes the whole; the last time may be cut short."""
    return any(text[length:] == text[:-length] for length in range(1, len(text) // 2 + 1))


def _own_characters(text: str) -> int:
    for word in COMMON_WORDS:
        text = text.replace(word, " ")
    own = "".join(text.split())
    return bool(own) + sum(first != second and (first, second) not in _NEIGHBOURS for first, second in pairwise(own))
