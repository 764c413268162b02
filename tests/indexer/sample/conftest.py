"""A sample large enough to hold the rare."""

from datetime import date

import pytest

from indexer.sample.rows import Row
from indexer.sample.writer import sample_rows

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    """Twenty thousand rows of the default seed."""
    return list(sample_rows(20_000, seed=1, today=TODAY))
