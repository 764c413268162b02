"""The commands as a data engineer types them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from tests.indexer.feeds import csv_feed, right_row


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIKAKU_ENGINE_URL", f"sqlite:///{tmp_path / 'engine'}")
    return tmp_path


def _feed(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "feed.csv"
    path.write_text(csv_feed(rows or [right_row()]), encoding="utf-8")
    return str(path)


def _call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_sample_is_made_loaded_listed_and_verified(folder: Path) -> None:
    out = folder / "new" / "sample.csv"
    assert _call("sample", "--records", "300", "--out", str(out), "--today", "20261122").exit_code == 0
    loaded = _call("load", str(out), "--json")
    assert loaded.exit_code == 0
    report = json.loads(loaded.stdout)
    assert (report["accepted"], report["rejected"], report["records"]) == (300, 0, 300)
    (generation,) = json.loads(_call("generations", "--json").stdout)["generations"]
    assert (generation["name"], generation["live"], generation["records"]) == (report["generation"], True, 300)
    verified = _call("verify")
    assert verified.exit_code == 0
    assert verified.stdout.startswith(report["generation"])


def test_a_sample_interrupted_by_an_error_leaves_no_half_file(folder: Path) -> None:
    out = folder / "sample.csv"
    result = _call("sample", "--records", "10", "--out", str(out), "--today", "19000101")
    assert result.exit_code == 1
    assert list(folder.iterdir()) == []


def test_check_judges_a_feed_and_touches_no_engine(folder: Path) -> None:
    result = _call("check", _feed(folder, right_row(), right_row(sex="9")), "--max-rejects", "50", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["rejected"] == 1
    assert not (folder / "engine").exists()


def test_check_fails_where_load_would(folder: Path) -> None:
    result = _call("check", _feed(folder, right_row(), right_row(sex="9")))
    assert result.exit_code == 1
    assert "50.00% of the rows were rejected, more than the 1.00% allowed" in result.stderr
    assert "rejected             1" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "exit_code", "told"),
    [
        (["load", "{folder}/none.csv"], 1, "none.csv: cannot be read"),
        (["load"], 2, "Missing argument"),
        (["load", "{feed}", "--as-of", "soon"], 2, "not a day"),
        (["load", "{feed}", "--as-of", "20991231"], 2, "not before 2068"),
        (["load", "{feed}", "--max-rejects", "101"], 2, "0<=x<=100"),
        (["sample", "--records", "0", "--out", "{folder}/x"], 2, "x>=1"),
        (["verify"], 1, "shikaku-indexer: "),
    ],
)
def test_wrong_usage_and_failures_are_one_clear_line(
    folder: Path, arguments: list[str], exit_code: int, told: str
) -> None:
    feed = _feed(folder)
    result = _call(*(argument.format(folder=folder, feed=feed) for argument in arguments))
    assert result.exit_code == exit_code
    assert told in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("url", ["sqlite://", "ftp://user:geheim@host/", "http://user:geheim@"])
def test_a_wrong_engine_url_is_told_without_its_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SHIKAKU_ENGINE_URL", url)
    result = _call("generations")
    assert result.exit_code == 1
    assert result.stderr.startswith("shikaku-indexer: ")
    assert "geheim" not in result.output


def test_no_patient_fact_is_printed_or_put_into_the_reject_file(folder: Path) -> None:
    feed = _feed(folder, right_row(name="秘密\x07花子", address="秘密町", number="4649"), right_row(birth_date="x"))
    result = _call("load", feed)
    rejects = (folder / "feed.csv.rejects.csv").read_text(encoding="utf-8")
    assert result.exit_code == 1
    assert all(fact not in result.output + rejects for fact in ("秘密", "4649", "試験"))


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_feed_without_header_is_refused_without_printing_its_first_patient(folder: Path, command: str) -> None:
    path = folder / "feed.csv"
    path.write_text(csv_feed([right_row(name="秘密　花子")]).split("\n", 1)[1], encoding="utf-8")
    result = _call(command, str(path))
    assert result.exit_code == 1
    assert "feed.csv: the first line does not hold the columns' names" in result.stderr
    assert "秘密" not in result.output


def test_two_feeds_of_one_name_do_not_overwrite_each_others_rejects(folder: Path) -> None:
    feeds = [folder / name / "feed.csv" for name in ("a", "b")]
    for feed in feeds:
        feed.parent.mkdir()
        feed.write_text(csv_feed([right_row()]), encoding="utf-8")
    result = _call("check", *map(str, feeds), "--rejects", str(folder / "rejects"))
    assert result.exit_code == 1
    assert "two feeds would share the reject file" in result.stderr
    assert _call("check", *map(str, feeds)).exit_code == 0


def test_a_reject_file_that_cannot_be_written_is_one_clear_line(folder: Path) -> None:
    occupied = folder / "rejects"
    occupied.write_text("a file, not a folder", encoding="utf-8")
    result = _call("check", _feed(folder, right_row(sex="9")), "--rejects", str(occupied))
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    (folder / "feed.csv.rejects.csv").mkdir()
    result = _call("check", _feed(folder, right_row(sex="9")))
    assert result.exit_code == 1
    assert "the reject file cannot be written" in result.stderr


def test_a_refused_load_tells_why_in_its_json_too(folder: Path) -> None:
    refused = _call("load", _feed(folder, right_row(), right_row(sex="9")), "--json")
    assert refused.exit_code == 1
    assert "50.00% of the rows were rejected" in json.loads(refused.stdout)["error"]
    unread = _call("load", str(folder / "none.csv"), "--json")
    assert "none.csv: cannot be read" in json.loads(unread.stdout)["error"]


def test_a_load_tells_how_many_records_were_live_before(folder: Path) -> None:
    rows = [right_row(number=str(number)) for number in range(3)]
    assert json.loads(_call("load", _feed(folder, *rows), "--json").stdout)["replaced_records"] is None
    again = json.loads(_call("load", _feed(folder, right_row()), "--json").stdout)
    assert (again["replaced_records"], again["records"]) == (3, 1)


def test_a_load_ended_by_its_supervisor_removes_what_it_was_building(folder: Path) -> None:
    _call("load", _feed(folder, right_row(name="前回")))
    feed = folder / "long.csv"
    os.mkfifo(feed)
    command = [sys.executable, "-m", "indexer.cli", "load", str(feed)]
    loading = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with feed.open("w", encoding="utf-8") as writing:
        writing.write(csv_feed([right_row()]))
        writing.flush()
        while len(list((folder / "engine").glob("*.sqlite"))) < 2 and loading.poll() is None:
            time.sleep(0.05)
        loading.terminate()
        assert loading.wait(timeout=30) != 0
    assert len(json.loads(_call("generations", "--json").stdout)["generations"]) == 1


def test_before_the_first_load_there_is_nothing_to_list(folder: Path) -> None:
    assert _call("generations").stdout == "nothing has been loaded yet\n"
