"""A feed file as lines of bytes: plain, .gz or .zip."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indexer.feed.feed_error import FeedError


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

    @property
    def holds_ndjson(self) -> bool:
        """Whether the name says NDJSON (.ndjson, .jsonl, also compressed); else the feed is CSV."""
        suffixes = [suffix.lower() for suffix in self.path.suffixes]
        return ".ndjson" in suffixes or ".jsonl" in suffixes

    def lines(self) -> Iterator[bytes]:
        """The lines, ends included. Raises :class:`FeedError` on a damaged archive or an unreadable file."""
        try:
            with self.path.open("rb") as raw, _unpacked(self.path, raw) as unpacked:
                for line in unpacked:
                    self.consumed = raw.tell()
                    yield line
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            msg = f"{self.path}: cannot be read to its end: {error}"
            raise FeedError(msg) from error


@contextmanager
def _unpacked(path: Path, raw: IO[bytes]) -> Iterator[Iterable[bytes]]:
    match path.suffix.lower():
        case ".gz":
            with gzip.open(raw) as unpacked:
                yield unpacked
        case ".zip":
            with zipfile.ZipFile(raw) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                if len(members) != 1:
                    msg = f"{path}: a .zip feed holds exactly one file, this one holds {len(members)}"
                    raise FeedError(msg)
                with archive.open(members[0]) as unpacked:
                    yield unpacked
        case _:
            yield raw
