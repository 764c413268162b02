"""A feed is read alike, however it is packed and encoded."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from indexer.feed.feed_error import FeedError
from indexer.feed.feed_file import FeedFile
from indexer.feed.reading import AcceptedRow, Reject, RejectedRow, read_feed
from tests.indexer.feeds import csv_feed, right_row

TEXT = csv_feed([right_row(), right_row(number="346", name="試験　花子", sex="2")])


def _names(path: Path) -> list[str]:
    return [row.record.name for row in read_feed(FeedFile(path)) if isinstance(row, AcceptedRow)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("packing", ["plain", "gz", "zip"])
def test_every_encoding_and_packing_gives_the_same_rows(tmp_path: Path, encoding: str, packing: str) -> None:
    raw = TEXT.encode(encoding)
    path = tmp_path / {"plain": "feed.csv", "gz": "feed.csv.gz", "zip": "feed.zip"}[packing]
    match packing:
        case "gz":
            path.write_bytes(gzip.compress(raw))
        case "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("feed.csv", raw)
        case _:
            path.write_bytes(raw)
    assert _names(path) == ["試験　太郎", "試験　花子"]


def test_cp932_is_recognised_even_when_the_first_rows_are_ascii(tmp_path: Path) -> None:
    ascii_row = right_row(name="NGUYEN VAN AN", insurer_name="A", address="", name_kana="")
    path = tmp_path / "feed.csv"
    path.write_bytes(csv_feed([ascii_row, right_row(name="髙﨑　徳")]).encode("cp932"))
    assert _names(path) == ["NGUYEN VAN AN", "髙﨑　徳"]


def test_a_byte_outside_the_encoding_rejects_its_row_and_no_other(tmp_path: Path) -> None:
    lines = csv_feed([right_row(), right_row(name="壊花子"), right_row(number="9")]).encode().splitlines(keepends=True)
    lines[2] = lines[2].replace("壊".encode(), b"\xff\xfe")
    path = tmp_path / "feed.csv"
    path.write_bytes(b"".join(lines))
    rows = list(read_feed(FeedFile(path)))
    assert [type(row) for row in rows] == [AcceptedRow, RejectedRow, AcceptedRow]
    assert rows[1] == RejectedRow((Reject(3, "name", "holds bytes that are not in the file's encoding"),))


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_damage_in_the_first_row_does_not_have_the_others_read_in_another_encoding(
    tmp_path: Path, encoding: str
) -> None:
    lines = csv_feed([right_row(number=str(number)) for number in range(20)]).encode(encoding).splitlines(keepends=True)
    lines[1] = lines[1].replace("試験".encode(encoding), b"\x82\xff")
    path = tmp_path / "feed.csv"
    path.write_bytes(b"".join(lines))
    rows = list(read_feed(FeedFile(path)))
    assert isinstance(rows[0], RejectedRow)
    assert [row.record.name for row in rows[1:] if isinstance(row, AcceptedRow)] == ["試験　太郎"] * 19


def test_ndjson_is_known_by_its_first_line_however_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("feed", json.dumps(right_row(), ensure_ascii=False))
    assert _names(path) == ["試験　太郎"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.csv", None, "cannot be read"),
        ("broken.csv.gz", b"not gzip", "cannot be read to its end"),
        ("cut.csv.gz", gzip.compress(TEXT.encode())[:-20], "cannot be read to its end"),
        ("broken.zip", b"not zip", "cannot be read to its end"),
        ("utf-16.csv", TEXT.encode("utf-16"), "it is in UTF-16"),
        ("empty.csv", b"", "it is empty"),
    ],
)
def test_an_unreadable_file_is_one_clear_error(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FeedError, match=reason):
        list(read_feed(FeedFile(path)))


def test_an_encrypted_zip_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("feed.csv", TEXT)
    raw = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(header) + flags] |= 1
    path.write_bytes(raw)
    with pytest.raises(FeedError, match=r"cannot be read to its end: .*encrypted"):
        list(read_feed(FeedFile(path)))


def test_a_zip_of_two_files_is_refused_since_one_would_be_lost(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("b.csv", TEXT)
    with pytest.raises(FeedError, match="exactly one file, this one holds 2"):
        list(read_feed(FeedFile(path)))
