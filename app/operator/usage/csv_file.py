"""A table of 利用状況 as a CSV file that a spreadsheet opens: UTF-8 with its mark, and no cell a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from app.operator.usage.table import Cells
from app.spreadsheet_cell import spreadsheet_cell

_MARK: Final = "\ufeff"


def csv_file(columns: Sequence[str], rows: Iterable[Cells]) -> tuple[bytes, int]:
    """The file, and how many rows it has. Texts stand in quotation marks, numbers do not."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    written = 0
    for row in rows:
        writer.writerow([spreadsheet_cell(cell) if isinstance(cell, str) else cell for cell in row])
        written += 1
    return (_MARK + text.getvalue()).encode("utf-8", "replace"), written
