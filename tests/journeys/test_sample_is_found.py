"""From a sample feed to the answers that staff get, on both engines."""

from datetime import date
from pathlib import Path

import pytest

from engine.answer import Answer, Outcome, Validity
from engine.contract import IndexEngine
from engine.identity import person_key
from engine.lookup import look_up
from engine.query import Conditions
from engine.record import Sex
from indexer.feed.feed_file import FeedFile
from indexer.feed.reading import AcceptedRow, read_feed
from indexer.load import LoadRules, load
from indexer.progress import nobody
from indexer.reading_run import ReadingRun
from indexer.report import Report
from indexer.sample.writer import write_sample

RECORDS = 1500
TODAY = date(2026, 11, 22)


@pytest.fixture
def loaded(engine: IndexEngine, tmp_path: Path) -> IndexEngine:
    """The engine with a sample loaded by the indexer."""
    feed = tmp_path / "sample.csv"
    with feed.open("w", encoding="utf-8", newline="") as out:
        write_sample(out, RECORDS, today=TODAY)
    run = ReadingRun(feeds=[FeedFile(feed)], as_of=None, reject_folder=None, report=Report(), watcher=nobody)
    report = load(engine, run, LoadRules(full=True, max_rejects=0))
    assert (report.accepted, report.records) == (RECORDS, RECORDS)
    return engine


PREFECTURE = 3
"""Every prefecture is told by its first three letters."""


def _shown(answer: Answer) -> list[tuple[str, str, Validity]]:
    return sorted((row.match.record.name, row.match.record.insurer_name, row.validity) for row in answer.rows)


def test_everybody_in_the_sample_is_found_by_what_stands_on_their_card(loaded: IndexEngine, tmp_path: Path) -> None:
    missed = []
    for number, row in enumerate(read_feed(FeedFile(tmp_path / "sample.csv"))):
        assert isinstance(row, AcceptedRow)
        record = row.record
        place = {"address": record.address[:PREFECTURE]} if record.address else {"insurer_name": record.insurer_name}
        name = {"name": record.name} if number % 2 else {"name_kana": record.name_kana}
        conditions = Conditions(**name, **place, birth_date=record.birth_date, sex=record.sex, as_of=TODAY)
        answer = look_up(loaded, conditions)
        people = {shown.match.person_key for shown in answer.rows}
        if person_key(record) not in people and answer.outcome is not Outcome.TOO_MANY:
            missed.append((number, answer.outcome))
    assert missed == []


def test_the_manuals_people_are_answered_as_on_its_screens(loaded: IndexEngine) -> None:
    typed = Conditions(name="新橋太郎", birth_date=date(1954, 3, 26), sex=Sex.MALE, address="東京都", as_of=TODAY)
    two = look_up(loaded, typed)
    assert two.outcome is Outcome.CANDIDATES
    assert _shown(two) == [
        ("新橋　太郎", "北海道新聞社健康保険組合", Validity.VALID),
        ("新橋　太郎", "東京新橋サンプル保険者", Validity.VALID),
    ]

    one = look_up(
        loaded,
        Conditions(
            name_kana="しんばし　いちろう", birth_date=date(1984, 4, 1), sex=Sex.MALE, address="港区", as_of=TODAY
        ),
    )
    assert (one.outcome, _shown(one)) == (
        Outcome.IDENTIFIED,
        [("新橋　一郎", "東京新橋サンプル保険者", Validity.VALID)],
    )

    lapsed = look_up(
        loaded,
        Conditions(name="佐藤十五太", birth_date=date(1991, 4, 22), sex=Sex.MALE, insurer_name="船員保険", as_of=TODAY),
    )
    assert (lapsed.outcome, _shown(lapsed)) == (
        Outcome.IDENTIFIED,
        [("佐藤　十五太", "全国健康保険協会 ○●船員保険部", Validity.INVALID)],
    )

    nobody_there = look_up(
        loaded,
        Conditions(name="新橋太郎", birth_date=date(1954, 3, 26), sex=Sex.FEMALE, address="東京都", as_of=TODAY),
    )
    assert nobody_there == Answer(Outcome.NONE)
