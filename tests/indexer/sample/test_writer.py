"""What comes out, and that it is the same each time."""

import csv
import io
import os
import subprocess
import sys
import time
from datetime import date
from itertools import islice

import pytest

from indexer.feed.columns import COLUMNS, REQUIRED
from indexer.sample.rows import Row
from indexer.sample.writer import sample_rows, write_sample
from tests.indexer.sample.conftest import TODAY


def _text(records: int, *, seed: int = 1, today: date = TODAY) -> str:
    out = io.StringIO(newline="")
    write_sample(out, records, seed=seed, today=today)
    return out.getvalue()


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert _text(3_000).encode() == _text(3_000).encode()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(hash_seed: str) -> None:
    program = (
        "import sys; from datetime import date; from indexer.sample.writer import write_sample;"
        "sys.stdout.reconfigure(encoding='utf-8', newline='');"
        f"write_sample(sys.stdout, 1_000, today=date.fromisoformat('{TODAY}'))"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=environment)
    assert done.stdout == _text(1_000).encode()


def test_another_seed_gives_other_people_but_the_same_manual_people() -> None:
    one, two = _text(200, seed=1).splitlines(), _text(200, seed=2).splitlines()
    names = [[line.split(",")[7] for line in text] for text in (one, two)]
    assert names[0][:5] == names[1][:5]
    assert names[0][5:] != names[1][5:]


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    assert _text(500).startswith(_text(100))


@pytest.mark.parametrize("records", [0, 1, 2, 4, 5, 6, 7, 99, 1_234])
def test_exactly_as_many_records_come_out_as_were_asked_for(records: int) -> None:
    lines = list(csv.reader(io.StringIO(_text(records), newline="")))
    assert lines[0] == list(COLUMNS)
    assert len(lines) == records + 1
    assert {len(line) for line in lines} == {len(COLUMNS)}


def test_rows_have_the_feeds_columns_in_order() -> None:
    assert Row._fields == COLUMNS


def test_no_required_column_is_ever_blank(rows: list[Row]) -> None:
    for row in rows:
        assert all(getattr(row, column).strip() for column in REQUIRED), row


def test_people_of_a_billion_records_come_at_once() -> None:
    started = time.perf_counter()
    first = list(islice(sample_rows(10**9, seed=1, today=TODAY), 100))
    assert len(first) == 100
    assert time.perf_counter() - started < 5


def test_a_negative_number_of_records_is_refused() -> None:
    with pytest.raises(ValueError, match="must be 0 or more"):
        sample_rows(-1, seed=1, today=TODAY)


def test_a_day_before_the_manuals_people_are_insured_is_refused() -> None:
    with pytest.raises(ValueError, match="2021-02-01"):
        sample_rows(1, seed=1, today=date(2021, 1, 31))
