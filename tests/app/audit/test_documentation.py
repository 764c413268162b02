"""docs/audit.md names what there is."""

import re

import pytest

from app.audit.event import Kind
from app.audit.verification import How
from tests.app.processes import ROOT


@pytest.mark.parametrize(("header", "values"), [("kind", Kind), ("found", How)])
def test_its_table_has_each_of_them_once_in_their_order(header: str, values: type[Kind] | type[How]) -> None:
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    table = page.split(f"| {header} |", 1)[1].split("\n\n", 1)[0]
    assert re.findall(r"^\| `(\w+)` \| \S.*\|$", table, re.MULTILINE) == [value.value for value in values]
