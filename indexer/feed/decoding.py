"""Bytes to text: UTF-8, with or without a byte order mark, or CP932, told apart by the first lines beyond ASCII."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from indexer.feed.feed_error import FeedError

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_JUDGED_BYTES: Final = 65536


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """The lines as text.

    A byte that the encoding does not know becomes a lone surrogate, which no valid field holds: its row is rejected,
    and never read as another letter. Raises :class:`FeedError` for UTF-16, which nothing here reads.
    """
    remaining = iter(lines)
    first = next(remaining, b"")
    if first.startswith(_UTF_16):
        msg = "it is in UTF-16: save it as UTF-8 or CP932"
        raise FeedError(msg)
    if first.startswith(_BYTE_ORDER_MARK):
        yield from _decoded(chain([first.removeprefix(_BYTE_ORDER_MARK)], remaining), "utf-8")
        return
    remaining = chain([first], remaining)
    while judged := _some(remaining):
        if beyond_ascii := [line for line in judged if not line.isascii()]:
            yield from _decoded(chain(judged, remaining), _encoding(beyond_ascii))
            return
        yield from _decoded(judged, "ascii")


def _some(lines: Iterator[bytes]) -> list[bytes]:
    """The next lines, as many as it takes to tell the encoding even where one of them is damaged."""
    taken: list[bytes] = []
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size >= _JUDGED_BYTES:
            break
    return taken


def _encoding(beyond_ascii: list[bytes]) -> str:
    """UTF-8 if most lines are; text in CP932 hardly ever is."""
    return "utf-8" if 2 * sum(map(_is_utf_8, beyond_ascii)) >= len(beyond_ascii) else "cp932"


def _decoded(lines: Iterable[bytes], encoding: str) -> Iterator[str]:
    return (line.decode(encoding, "surrogateescape") for line in lines)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
