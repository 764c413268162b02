"""docs/failure-modes.md names tests that there are, every test of faults, and the times that they keep to."""

import ast
import re
from pathlib import Path

from tests.app.faults.desk import CLOSED_WITHIN_S, SILENT_SERVER_CLOSED_WITHIN_S
from tests.app.processes import ROOT

PAGE = (ROOT / "docs" / "failure-modes.md").read_text(encoding="utf-8")
OF_THE_TESTS_THEMSELVES = {"test_documentation.py", "test_canaries.py::test_a_canary_is_found_in_whatever_spelling"}


def names_in(file: Path) -> set[str]:
    """As pytest names them, after the file's name."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{inner.name}"
                for inner in node.body
                if isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_")
            }
    return found


def test_every_test_that_it_names_is_there() -> None:
    named = re.findall(r"^- `([\w/]+\.py)::([\w:]+)`$", PAGE, re.MULTILINE)
    assert len(named) == len(re.findall(r"^- ", PAGE, re.MULTILINE)) > 40
    assert [f"{file}::{test}" for file, test in named if test not in names_in(ROOT / file)] == []


def test_it_names_every_test_of_a_fault() -> None:
    there = {f"{file.name}::{test}" for file in Path(__file__).parent.glob("test_*.py") for test in names_in(file)}
    missing = {test for test in there if test not in PAGE}
    assert {test for test in missing if not test.startswith(tuple(OF_THE_TESTS_THEMSELVES))} == set()


def test_it_promises_the_times_that_are_tested() -> None:
    promised = re.search(r"Staff wait (\d+) seconds at the most for the page that says so, and (\d+) where", PAGE)
    assert promised
    assert tuple(map(float, promised.groups())) == (CLOSED_WITHIN_S, SILENT_SERVER_CLOSED_WITHIN_S)
