"""Partial match: what it means that a typed phrase is part of an address or of an insurer's name."""

import re
from typing import Final

from analyzers.fold import Rule
from analyzers.prefectures import PREFECTURES

BOUNDARY: Final = "|"
"""Stands in a key after a leading prefecture name, so that 京都府 is no part of 東京都府中市."""

LEADING_PREFECTURE: Final = Rule(
    "leading_prefecture", f"(?<![\\s\\S])({'|'.join(PREFECTURES)})(?=[\\s\\S])", f"$1{BOUNDARY}"
)
"""Sets the boundary. Nothing after the prefecture, no boundary."""

TOKEN_PATTERN: Final = "([0-9]+|[^0-9])"  # noqa: S105 -- a token of text
"""One token of a key: a whole run of digits, or one character."""

_TOKENS: Final = re.compile(TOKEN_PATTERN)
_EDGE: Final = "\x1f"


def tokens(key: str) -> tuple[str, ...]:
    """The key's tokens in order; joined they are the key."""
    return tuple(_TOKENS.findall(key))


def phrase_variants(phrase_key: str) -> tuple[str, ...]:
    """The runs of which one must occur in a record's key.

    The boundary stands in records only: a phrase runs without it, or, where the phrase itself begins with a
    prefecture, also across it, which can only be at the record's first token.
    """
    bare = phrase_key.replace(BOUNDARY, "")
    return (bare,) if bare == phrase_key else (bare, phrase_key)


def contains(record_key: str, phrase_key: str) -> bool:
    """Whether the phrase is a run of the record's tokens (3丁目 is no part of 13丁目). A blank never matches."""
    if not record_key or not phrase_key:
        return False
    record = _joined(record_key)
    return any(_joined(variant) in record for variant in phrase_variants(phrase_key))


def _joined(key: str) -> str:
    """The tokens with edges around each, so that a run of tokens is a substring."""
    return _EDGE + _EDGE.join(tokens(key)) + _EDGE
