"""No text becomes a formula, a new cell or a new line when a spreadsheet opens the file (OWASP, CSV Injection)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operator.usage.csv_file import csv_file
from app.spreadsheet_cell import spreadsheet_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        " =1+1",
        "　=1+1",
        "\u200b=1+1",
        "\ufeff=1",
    ],
)
def test_what_would_start_a_formula_is_text(text: str) -> None:
    assert spreadsheet_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["\t=1+1", "\r=1+1", "\n=1+1", "\x00=1", "\x1b=1", "\u2028=1"])
def test_a_control_character_does_not_hide_one(text: str) -> None:
    assert spreadsheet_cell(text).startswith("' =")


@pytest.mark.parametrize("text", ["", "desk1", "サンプル医療機関", "1312345678", "a=b", "O'Neill", "a,b", 'a"b'])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert spreadsheet_cell(text) == text


@given(st.text())
def test_no_control_character_is_left_and_no_formula_begins(text: str) -> None:
    cell = spreadsheet_cell(text)
    assert not [character for character in cell if character < " " or "\x7f" <= character <= "\x9f"]
    assert not cell.strip().startswith(("=", "+", "-", "@"))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_file_has_the_rows_and_cells_it_was_given(rows: list[list[str]]) -> None:
    content, written = csv_file(("一", "二"), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == ["一", "二"]
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    assert written == len(rows)


def test_numbers_stay_numbers() -> None:
    content, _ = csv_file(("名", "数"), [["-5", -5]])
    assert content.decode("utf-8-sig").splitlines()[1] == '"\'-5",-5'
