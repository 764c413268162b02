"""Loading: what is published is complete, and what must not be published leaves everything as it was."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from analyzers import name_key
from engine.contract import (
    EngineError,
    Generation,
    IncompleteGenerationError,
    IndexEngine,
    PrivateGeneration,
    PublicationUnknownError,
)
from engine.document import Document
from engine.open import open_index_engine
from engine.query import Query
from engine.record import Sex
from indexer.feed.feed_error import FeedError
from indexer.feed.feed_file import FeedFile
from indexer.load import LoadRefusedError, LoadRules, live_generation, load
from indexer.progress import nobody
from indexer.reading_run import ReadingRun
from indexer.report import Report
from tests.indexer.feeds import csv_feed, right_row

RULES = LoadRules(full=False, max_rejects=0.01)
FULL = LoadRules(full=True, max_rejects=0.01)
OTHER_INSURER = "01130012"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[IndexEngine]:
    opened = open_index_engine(f"sqlite:///{tmp_path / 'engine'}")
    yield opened
    opened.close()


def _run(folder: Path, *feeds: str, as_of: datetime | None = None) -> ReadingRun:
    files = []
    for number, text in enumerate(feeds):
        path = folder / f"feed-{number}.csv"
        path.write_text(text, encoding="utf-8")
        files.append(FeedFile(path))
    return ReadingRun(feeds=files, as_of=as_of, reject_folder=None, report=Report(), watcher=nobody)


def _names(engine: IndexEngine) -> list[str]:
    query = Query(birth_date=date(1980, 1, 1), sex=Sex.MALE)
    return sorted(match.record.name for match in engine.search(query))


def _many(count: int) -> list[dict[str, str]]:
    return [right_row(number=str(number), person_id=f"p{number}", name=f"試験　{number}") for number in range(count)]


def test_what_was_loaded_is_found(engine: IndexEngine, tmp_path: Path) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row()])), RULES)
    query = Query(birth_date=date(1980, 1, 1), sex=Sex.MALE, name_key=name_key("試験太郎"))
    assert [match.record.number for match in engine.search(query)] == ["345"]


def test_the_newest_row_of_an_identity_wins_wherever_it_stands(engine: IndexEngine, tmp_path: Path) -> None:
    newest = right_row(updated_at="20260601", name="最新")
    older = right_row(updated_at="20260501", name="旧", number="0345")
    run = _run(tmp_path, csv_feed([newest]), csv_feed([older]))
    report = load(engine, run, RULES)
    assert _names(engine) == ["最新"]
    assert (report.accepted, report.records) == (2, 1)


def test_of_rows_of_one_time_the_later_wins(engine: IndexEngine, tmp_path: Path) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(name="先"), right_row(name="後")])), RULES)
    assert _names(engine) == ["後"]


def test_a_row_without_updated_at_needs_the_feeds_day(engine: IndexEngine, tmp_path: Path) -> None:
    feed = csv_feed([right_row(updated_at="")])
    with pytest.raises(FeedError, match="line 2 has no updated_at: say with --as-of"):
        load(engine, _run(tmp_path, feed), RULES)
    assert load(engine, _run(tmp_path, feed, as_of=datetime(2026, 4, 1, tzinfo=UTC)), RULES).records == 1


def test_bad_rows_go_to_a_reject_file_beside_the_feed_and_stop_nothing(engine: IndexEngine, tmp_path: Path) -> None:
    rows = [*_many(199), right_row(sex="9", birth_date="x")]
    report = load(engine, _run(tmp_path, csv_feed(rows)), RULES)
    assert (report.accepted, report.rejected) == (199, 1)
    assert report.reject_files == [tmp_path / "feed-0.csv.rejects.csv"]
    assert report.reject_files[0].read_text(encoding="utf-8").splitlines() == [
        "line,column,reason",
        "201,birth_date,not a date: YYYYMMDD or YYYY-MM-DD",
        '201,sex,"not one of 1, 2, 3"',
    ]


def test_a_reject_file_of_an_earlier_run_does_not_stay(engine: IndexEngine, tmp_path: Path) -> None:
    stale = tmp_path / "feed-0.csv.rejects.csv"
    stale.write_text("of an earlier run", encoding="utf-8")
    load(engine, _run(tmp_path, csv_feed([right_row()])), RULES)
    assert not stale.exists()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no row was accepted"),
        ([right_row(sex="9")], "no row was accepted"),
        ([*_many(98), right_row(sex="9"), right_row(sex="9")], "2.00% of the rows were rejected"),
    ],
)
def test_a_feed_that_is_too_bad_leaves_the_live_generation_as_it_was(
    engine: IndexEngine, tmp_path: Path, rows: list[dict[str, str]], reason: str
) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(name="前回")])), RULES)
    before = engine.generations()
    with pytest.raises(LoadRefusedError, match=reason):
        load(engine, _run(tmp_path, csv_feed(rows)), RULES)
    assert engine.generations() == before
    assert _names(engine) == ["前回"]


def test_a_share_of_rejects_just_at_the_limit_is_published(engine: IndexEngine, tmp_path: Path) -> None:
    rows = [*_many(99), right_row(sex="9")]
    assert load(engine, _run(tmp_path, csv_feed(rows)), RULES).records == 99


def test_a_load_of_one_insurer_never_makes_another_insurers_patients_vanish(
    engine: IndexEngine, tmp_path: Path
) -> None:
    both = [right_row(name="甲"), right_row(name="乙", insurer_number=OTHER_INSURER)]
    load(engine, _run(tmp_path, csv_feed(both)), RULES)
    before = engine.generations()
    one = _run(tmp_path, csv_feed([right_row(name="新")]))
    with pytest.raises(LoadRefusedError, match=rf"1 insurers of the live generation .*{OTHER_INSURER}.* --full"):
        load(engine, one, RULES)
    assert (engine.generations(), _names(engine)) == (before, ["乙", "甲"])
    load(engine, _run(tmp_path, csv_feed([right_row(name="新")])), FULL)
    assert _names(engine) == ["新"]


def test_a_padded_insurer_number_is_the_same_insurer(engine: IndexEngine, tmp_path: Path) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(insurer_number="00138057")])), RULES)
    load(engine, _run(tmp_path, csv_feed([right_row(insurer_number="  138057")])), RULES)
    live = live_generation(engine)
    assert live is not None
    assert dict(live.insurers) == {"138057": 1}


class _Faulty:
    """An engine whose generation fails at one step; everything else is the real one."""

    def __init__(self, engine: IndexEngine, step: str, error: BaseException) -> None:
        self._engine, self._step, self._error = engine, step, error

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def begin(self) -> PrivateGeneration:
        generation = self._engine.begin()

        def fail(batch: Iterable[Document] = ()) -> None:
            raise self._error

        setattr(generation, self._step, fail)
        return generation


@pytest.mark.parametrize(
    ("step", "error"),
    [
        *product(
            ["write", "complete", "verify"],
            [EngineError("away"), IncompleteGenerationError("short"), KeyboardInterrupt()],
        ),
        ("publish", EngineError("refused")),
        ("publish", IncompleteGenerationError("short")),
    ],
)
def test_a_load_that_fails_at_any_step_leaves_no_generation_behind(
    engine: IndexEngine, tmp_path: Path, step: str, error: BaseException
) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(name="前回")])), RULES)
    before = engine.generations()
    faulty: IndexEngine = _Faulty(engine, step, error)  # type: ignore[assignment]
    with pytest.raises(type(error)):
        load(faulty, _run(tmp_path, csv_feed([right_row(name="新")])), RULES)
    assert engine.generations() == before
    assert _names(engine) == ["前回"]


@pytest.mark.parametrize("error", [PublicationUnknownError("no word"), KeyboardInterrupt()])
def test_a_generation_that_may_be_live_in_a_moment_is_never_removed(
    engine: IndexEngine, tmp_path: Path, error: BaseException
) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(name="前回")])), RULES)
    before = engine.generations()
    faulty: IndexEngine = _Faulty(engine, "publish", error)  # type: ignore[assignment]
    with pytest.raises(type(error)):
        load(faulty, _run(tmp_path, csv_feed([right_row(name="新")])), RULES)
    kept, left = engine.generations()
    assert [kept] == before
    assert (left.complete, left.live) == (True, False)


class _Damaging:
    """An engine whose generations lose their name keys right after they were completed."""

    def __init__(self, engine: IndexEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def begin(self) -> PrivateGeneration:
        generation = self._engine.begin()
        whole = generation.complete

        def complete_and_damage() -> Generation:
            completed = whole()
            connection = sqlite3.connect(self._folder / f"{generation.name}.sqlite")
            with connection:
                connection.execute("DELETE FROM name_key")
            connection.close()
            return completed

        generation.complete = complete_and_damage  # type: ignore[method-assign]
        return generation


def test_a_complete_generation_that_does_not_verify_is_not_published(engine: IndexEngine, tmp_path: Path) -> None:
    load(engine, _run(tmp_path, csv_feed([right_row(name="前回")])), RULES)
    before = engine.generations()
    damaging: IndexEngine = _Damaging(engine, tmp_path / "engine")  # type: ignore[assignment]
    with pytest.raises(EngineError, match="0 name keys"):
        load(damaging, _run(tmp_path, csv_feed([right_row(name="新")])), RULES)
    assert engine.generations() == before
    assert _names(engine) == ["前回"]
