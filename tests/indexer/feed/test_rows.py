"""One row a line; what is no row costs that row alone."""

import json

import pytest

from indexer.feed.feed_error import FeedError
from indexer.feed.rows import Row, UnreadableRow, csv_rows, ndjson_rows
from tests.indexer.feeds import RIGHT_ROW, csv_feed, right_row


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing() -> None:
    columns = sorted(RIGHT_ROW, reverse=True)
    assert list(csv_rows(_lines(csv_feed([right_row()], columns)))) == [Row(2, dict(RIGHT_ROW))]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("insurer_number,nmae", "unknown columns: nmae$"),
        ("insurer_number,insurer_name", "lacks required columns: number, name, sex"),
        (",".join([*RIGHT_ROW, "name"]), "names columns twice: name"),
        (",".join([*RIGHT_ROW, "operation"]), "this is a delta"),
        ("", "it is empty"),
        (",".join(RIGHT_ROW.values()), "^the first line does not hold the columns' names$"),
    ],
)
def test_a_wrong_header_is_refused_whole(header: str, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        list(csv_rows([header + "\n"]))


def test_a_stray_quotation_mark_spoils_one_row_and_not_those_after_it() -> None:
    lines = _lines(csv_feed([right_row(), right_row(), right_row()]))
    lines[2] = lines[2].replace("試験　太郎", '"試験　太郎')
    rows = list(csv_rows(lines))
    assert [type(row) for row in rows] == [Row, UnreadableRow, Row]
    assert [row.line for row in rows] == [2, 3, 4]


def test_a_row_with_a_field_too_few_is_not_read_shifted() -> None:
    lines = _lines(csv_feed([right_row()], RIGHT_ROW))
    lines.append(lines[1].replace("p1,", "", 1))
    assert list(csv_rows(lines))[1] == UnreadableRow(3, "14 fields where the header has 15")


def test_quoted_commas_and_quotation_marks_are_part_of_a_field() -> None:
    row = right_row(address='東京都港区芝1-2-3, "タワー"')
    (read,) = csv_rows(_lines(csv_feed([row])))
    assert isinstance(read, Row)
    assert read.values["address"] == row["address"]


def test_ndjson_gives_the_rows_that_csv_gives() -> None:
    row = right_row()
    text = json.dumps({**row, "name_other": None, "number": 345}, ensure_ascii=False)
    assert list(ndjson_rows([text, "\n"])) == [Row(1, row)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"nmae": "x"}', "names a column that is not known"),
        ('{"name": ["x"]}', "a value is neither text"),
        ('{"name": true}', "a value is neither text"),
    ],
)
def test_a_line_that_is_no_row_is_told(line: str, reason: str) -> None:
    (row,) = ndjson_rows([line])
    assert isinstance(row, UnreadableRow)
    assert reason in row.reason
