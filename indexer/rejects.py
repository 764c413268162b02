"""The reject file: which rows of a feed were not accepted, and why."""

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from indexer.feed.feed_error import FeedError
from indexer.feed.reading import Reject


def reject_path(feed: Path, folder: Path | None) -> Path:
    """Where the rejects of a feed go: ``FEED.rejects.csv`` in the folder, or beside the feed."""
    return (folder or feed.parent) / f"{feed.name}.rejects.csv"


class RejectFile:
    """``FEED.rejects.csv`` with line, column and reason. It comes into being with the first reject.

    A file that an earlier run left is removed first, so that what is there is of this run.
    """

    def __init__(self, feed: Path, folder: Path | None) -> None:
        self.path = reject_path(feed, folder)
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Make sure that nothing of an earlier run is left."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def write(self, rejects: Iterable[Reject]) -> None:
        """Add the reasons against one row."""
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("w", encoding="utf-8", newline="")
                csv.writer(self._file).writerow(("line", "column", "reason"))
            csv.writer(self._file).writerows((reject.line, reject.column, reject.reason) for reject in rejects)
        except OSError as error:
            raise _unwritable(self.path, error) from error


def _unwritable(path: Path, error: OSError) -> FeedError:
    return FeedError(f"{path}: the reject file cannot be written: {error.strerror}; --rejects names another folder")
