"""Small feeds for tests: rows that are right, to be made wrong in one place."""

import csv
import io
from collections.abc import Iterable, Mapping

from indexer.feed.columns import COLUMNS

RIGHT_ROW: Mapping[str, str] = {
    "person_id": "p1",
    "updated_at": "20260401",
    "insurer_number": "06130488",
    "insurer_name": "みなと健康保険組合",
    "symbol": "12",
    "number": "345",
    "branch_number": "01",
    "name": "試験　太郎",
    "name_kana": "ｼｹﾝ ﾀﾛｳ",
    "sex": "1",
    "birth_date": "19800101",
    "address": "東京都港区芝1-2-3",
    "certificate_class": "01",
    "qualified_on": "20200401",
    "valid_from": "20200401",
}


def right_row(**changes: str) -> dict[str, str]:
    """A row that is accepted, but for the changes."""
    return {**RIGHT_ROW, **changes}


def csv_feed(rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> str:
    """A feed with these rows, its header first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
