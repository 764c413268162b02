"""A run over feeds: every accepted row as a document, with rejects written and everything counted on the way."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.document import Document, make_document
from engine.record import Record
from indexer.feed.dates import parse_moment
from indexer.feed.feed_error import FeedError
from indexer.feed.feed_file import FeedFile
from indexer.feed.reading import AcceptedRow, RejectedRow, read_feed
from indexer.feed.row_warnings import row_warnings
from indexer.feed.versions import row_version
from indexer.progress import Watcher
from indexer.rejects import RejectFile, reject_path
from indexer.report import Report

_WATCH_EVERY_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class ReadingRun:
    """Reads feeds one after the other.

    ``as_of``: the feeds' own day, for rows that send no ``updated_at``. ``reject_folder``: where reject files go,
    ``None`` for beside each feed.
    """

    feeds: Sequence[FeedFile]
    as_of: datetime | None
    reject_folder: Path | None
    report: Report
    watcher: Watcher

    def documents(self) -> Iterator[Document]:
        """Every accepted row, in order. Raises :class:`FeedError`."""
        self._check_reject_files()
        for feed in self.feeds:
            with RejectFile(feed.path, self.reject_folder) as reject_file:
                for row in read_feed(feed):
                    if isinstance(row, RejectedRow):
                        self._reject(row, reject_file)
                    else:
                        yield self._accept(row, feed)
                    if self.report.rows % _WATCH_EVERY_ROWS == 0:
                        self._tell_watcher()
        self._tell_watcher()

    def _check_reject_files(self) -> None:
        paths = Counter(reject_path(feed.path, self.reject_folder) for feed in self.feeds)
        if twice := [path for path, feeds in paths.items() if feeds > 1]:
            msg = f"two feeds would share the reject file {twice[0]}: give them names of their own, or load each once"
            raise FeedError(msg)

    def _accept(self, row: AcceptedRow, feed: FeedFile) -> Document:
        record = row.record
        moment = self._moment(record, row.line, feed)
        self.report.accepted += 1
        self.report.warnings.update(row_warnings(record))
        document = make_document(record, row_version(moment, self.report.rows))
        self.report.insurers[document.insurer_number] += 1
        return document

    def _moment(self, record: Record, line: int, feed: FeedFile) -> datetime:
        if record.updated_at:
            return parse_moment(record.updated_at)
        if self.as_of is None:
            msg = f"{feed.path}: line {line} has no updated_at: say with --as-of of which day the feed is"
            raise FeedError(msg)
        return self.as_of

    def _reject(self, row: RejectedRow, reject_file: RejectFile) -> None:
        if reject_file.path not in self.report.reject_files:
            self.report.reject_files.append(reject_file.path)
        self.report.rejected += 1
        reject_file.write(row.rejects)

    def _tell_watcher(self) -> None:
        self.watcher(sum(feed.consumed for feed in self.feeds), self.report.rows, self.report.rejected)
