"""Written cases: rows of `tests/data/analyzers/*.csv`, all of them made up for these tests.

Columns: `class`, two texts, `expected`, and `why`. In the texts `\\t`, `\\n`, `\\uXXXX` and `\\UXXXXXXXX` stand for
characters that could not be seen in the file.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDER = Path(__file__).parents[1] / "data" / "analyzers"

PAIR_FILES = ("name_pairs.csv", "kana_pairs.csv", "address_pairs.csv", "insurer_pairs.csv")
PART_FILES = ("names_in_one_field.csv", "address_parts.csv", "insurer_parts.csv")

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([tn]))")


class Case(NamedTuple):
    """One row. `first` and `second` are the two texts in the order of the file's columns."""

    kind: str
    first: str
    second: str
    expected: str
    why: str


def cases(file: str) -> list[Case]:
    """Every case of a file."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    return [Case(kind, _shown(first), _shown(second), expected, why) for kind, first, second, expected, why in rows]


def params(file: str, expected: str) -> list[object]:
    """The two texts of each case with this expectation, as parameters of a test."""
    return [
        pytest.param(case.first, case.second, id=f"{case.kind}: {case.why} ({number})")
        for number, case in enumerate(cases(file), start=2)
        if case.expected == expected
    ]


def phrases(expected: str) -> list[str]:
    """The phrases of `generic_phrases.csv` with this expectation."""
    with (FOLDER / "generic_phrases.csv").open(encoding="utf-8", newline="") as lines:
        return [row["phrase"] for row in csv.DictReader(lines) if row["expected"] == expected]


def texts(*files: str) -> Iterator[str]:
    """Every text of the files."""
    for file in files:
        for case in cases(file):
            yield from (case.first, case.second)


def _shown(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    short, long, control = escape.groups()
    return {"t": "\t", "n": "\n"}[control] if control else chr(int(short or long, 16))
