"""Writes a sample feed."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Final, TextIO

from indexer.feed.columns import COLUMNS
from indexer.sample.draw import Draw
from indexer.sample.histories import Histories
from indexer.sample.households import Households
from indexer.sample.manual_people import FIRST_DAY, manual_rows
from indexer.sample.memberships import Memberships
from indexer.sample.people import PersonIds
from indexer.sample.rows import Row

_NAMESAKE_SHARE: Final = 0.004


def write_sample(out: TextIO, records: int, *, seed: int = 1, today: date) -> None:
    """Write a feed of exactly ``records`` rows, after its header row, as CSV with ``\\n`` line ends.

    The text needs UTF-8: 𠮷 and letters with variation selectors are in no Japanese code page. The same
    arguments give the same text, and a larger sample begins with the smaller one. Raises ``ValueError`` as
    :func:`sample_rows` does.
    """
    rows = sample_rows(records, seed=seed, today=today)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


def sample_rows(records: int, *, seed: int, today: date) -> Iterator[Row]:
    """Return ``records`` rows of invented people as they stand on ``today``, the manual's people first.

    Raises ``ValueError`` for a negative number of records, and for a day before the manual's people are
    insured.
    """
    if records < 0:
        raise ValueError(f"records is {records}; it must be 0 or more")
    if today < FIRST_DAY:
        raise ValueError(f"today is {today}; a sample cannot be older than {FIRST_DAY}")
    ids = PersonIds(seed)
    return islice(chain(manual_rows(ids, today), _invented_rows(ids, seed, today)), records)


def _invented_rows(ids: PersonIds, seed: int, today: date) -> Iterator[Row]:
    """Yield rows without end, household by household; now and then a namesake follows."""
    draw = Draw(seed)
    households = Households(draw, ids, today)
    histories = Histories(draw, Memberships(seed), today)
    while True:
        groups = households.next()
        if draw.chance(_NAMESAKE_SHARE):
            groups.append(households.namesake(groups[0].members[0]))
        for group in groups:
            yield from histories.rows(group)
