import csv
import json
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest

from app.audit.event import Actor, Event, Kind
from app.audit.export import COLUMNS
from app.clock import JAPAN
from tests.app.cli.audit.conftest import DESK, Service

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a\n=1", '","=1', "＝1", " =1"]


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 11, day, hour, tzinfo=JAPAN)


@pytest.fixture
def days(service: Service) -> Service:
    """Log-ins on 10, 11 and 12 November, at midnight and before the next, in Japan."""
    times = [at for day in (10, 11, 12) for at in (on(day, 0), on(day, 23))]
    service.record(*(Event(kind=Kind.LOG_IN, actor=DESK, at=at, details={"名": "前"}) for at in times))
    return service


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_csv_begins_with_a_byte_order_mark_and_a_header_and_tells_both_times(days: Service) -> None:
    result = days.run("audit", "export")
    assert result.exit_code == 0
    text = result.stdout_bytes.decode()
    assert text.startswith('\ufeff"sequence","at_utc","at_japan","kind"')
    assert text.endswith("\r\n")
    first = rows(text[1:])[0]
    assert tuple(first) == COLUMNS
    assert (first["at_utc"], first["at_japan"]) == (
        "2025-11-09T15:00:00.000000+00:00",
        "2025-11-10T00:00:00.000000+09:00",
    )
    assert (first["user_id"], first["record"], first["details"]) == ("desk1", "", '{"名":"前"}')


def test_it_is_recorded_before_anything_is_written_out(days: Service) -> None:
    exported = rows(days.run("audit", "export").stdout_bytes.decode("utf-8-sig"))
    assert exported[-1]["kind"] == "audit_exported"
    assert days.kinds()[6:] == ["audit_exported"]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (("--from", "2025-11-11", "--to", "2025-11-11"), [3, 4]),
        (("--from", "20251112", "--to", "20251112"), [5, 6]),
        (("--to", "2025-11-10"), [1, 2]),
        (("--from", "2025-11-12"), [5, 6, 7]),
        (("--from", "2025-11-13", "--to", "2025-11-13"), []),
    ],
)
def test_days_are_days_in_japan_both_included(days: Service, arguments: tuple[str, ...], numbers: list[int]) -> None:
    result = days.run("audit", "export", "--format", "ndjson", *arguments)
    assert [json.loads(line)["sequence"] for line in result.stdout.splitlines()] == numbers


def test_an_end_before_the_start_is_wrong_usage(days: Service) -> None:
    assert days.run("audit", "export", "--from", "2025-11-12", "--to", "2025-11-11").exit_code == 2
    assert len(days.kinds()) == 6


def test_ndjson_holds_everything_as_it_is(days: Service) -> None:
    first = json.loads(days.run("audit", "export", "--format", "ndjson").stdout.splitlines()[0])
    assert set(first) == set(COLUMNS)
    assert (first["details"], first["record"], first["account_id"]) == ({"名": "前"}, None, 7)


@pytest.mark.parametrize("evil", EVIL)
def test_no_cell_is_a_formula_to_a_spreadsheet(service: Service, evil: str) -> None:
    """Lines and tabs too are gone: a spreadsheet splits at them what is pasted."""
    service.record(Event(kind=Kind.LOG_IN, actor=Actor(user_id=evil, address=evil), at=on(10), subject=evil))
    text = service.run("audit", "export").stdout_bytes.decode("utf-8-sig")
    for row in rows(text):
        for cell in row.values():
            assert cell.strip()[:1] not in set("=+-@＝＋－＠")
            assert not set("\t\r\n") & set(cell)


def test_a_file_is_whole_and_its_owners_alone(days: Service, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = days.run("audit", "export", "--out", str(out))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Wrote 7 event(s) to {out}.\n")
    assert len(rows(out.read_bytes().decode("utf-8-sig"))) == 7
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_overwritten(days: Service, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("kept")
    result = days.run("audit", "export", "--out", str(out))
    assert (result.exit_code, result.stderr) == (1, f"Error: {out} exists already; it is never overwritten\n")
    assert out.read_text() == "kept"
    assert len(days.kinds()) == 6


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(
    days: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("kept")
    with monkeypatch.context() as patched:
        patched.setattr("os.path.lexists", lambda _path: False)
        result = days.run("audit", "export", "--out", str(out))
    assert (result.exit_code, result.stderr) == (1, f"Error: {out} exists already; it is never overwritten\n")
    assert out.read_text() == "kept"
    assert not list(tmp_path.glob(".export-*"))


def test_a_file_that_cannot_be_written_is_said(days: Service, tmp_path: Path) -> None:
    result = days.run("audit", "export", "--out", str(tmp_path / "nowhere" / "out.csv"))
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)


def test_what_cannot_be_recorded_is_not_exported(days: Service) -> None:
    days.checkpoint_file.write_text("{}")
    result = days.run("audit", "export")
    assert (result.exit_code, result.stdout) == (1, "")
