"""A feed file as lines of bytes: plain, .gz or .zip."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from indexer.feed.feed_error import FeedError

_UNREADABLE: Final = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What reading raises on a file or archive that is damaged, encrypted, or packed in an unknown way."""


class FeedFile:
    """One feed on disk. ``size`` and ``consumed`` are bytes of the file as it lies there, for progress."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
        except OSError as error:
            msg = f"{path}: cannot be read: {error.strerror}"
            raise FeedError(msg) from error
        self.consumed = 0

    def lines(self) -> Iterator[bytes]:
        """The lines, ends included. Raises :class:`FeedError` on a damaged archive or an unreadable file."""
        with self._opened() as lines:
            while (line := self._next(lines)) is not None:
                yield line

    @contextmanager
    def _opened(self) -> Iterator[Iterator[bytes]]:
        try:
            raw = self.path.open("rb")
        except OSError as error:
            raise _unreadable(error) from error
        with raw:
            self._raw = raw
            try:
                unpacked = _unpacked(self.path, raw)
            except _UNREADABLE as error:
                raise _unreadable(error) from error
            yield iter(unpacked)

    def _next(self, lines: Iterator[bytes]) -> bytes | None:
        try:
            line = next(lines, None)
        except _UNREADABLE as error:
            raise _unreadable(error) from error
        if self._raw.seekable():  # a pipe tells no position
            self.consumed = self._raw.tell()
        return line


def _unpacked(path: Path, raw: IO[bytes]) -> Iterable[bytes]:
    match path.suffix.lower():
        case ".gz":
            return gzip.open(raw)
        case ".zip":
            archive = zipfile.ZipFile(raw)
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                msg = f"a .zip feed holds exactly one file, this one holds {len(members)}"
                raise FeedError(msg)
            return archive.open(members[0])
        case _:
            return raw


def _unreadable(error: BaseException) -> FeedError:
    return FeedError(f"cannot be read to its end: {error}")
