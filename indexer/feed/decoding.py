"""Bytes to text: UTF-8, with or without a byte order mark, or CP932, told apart by the first line beyond ASCII."""

from collections.abc import Iterable, Iterator

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """The lines as text.

    A byte that the encoding does not know becomes a lone surrogate, which no valid field holds: its row is rejected,
    and never read as another letter.
    """
    encoding: str | None = None
    for number, raw in enumerate(lines):
        line = raw
        if number == 0 and line.startswith(_BYTE_ORDER_MARK):
            line, encoding = line.removeprefix(_BYTE_ORDER_MARK), "utf-8"
        if encoding is None and not line.isascii():
            encoding = "utf-8" if _is_utf_8(line) else "cp932"
        yield line.decode(encoding or "ascii", "surrogateescape")


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
