"""How a generation lies on the disk."""

import sqlite3
from pathlib import Path

import pytest

from engine.contract import EngineError, PublicationUnknownError
from engine.query import Query
from engine.sqlite.engine import SqliteIndexEngine
from engine.sqlite.lookups import candidates
from tests.engine.records import BORN, a_document, a_query, documents


def plan(file: Path, query: Query) -> list[str]:
    """How SQLite means to find the candidates of a query."""
    statement = candidates(query)
    connection = sqlite3.connect(file)
    steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)]
    connection.close()
    return steps


@pytest.fixture
def file(folder: Path, engine: SqliteIndexEngine) -> Path:
    """The file of a complete generation."""
    generation = engine.begin()
    generation.write(documents(100))
    generation.complete()
    return folder / f"{generation.name}.sqlite"


def test_a_search_touches_only_rows_of_its_birth_date_and_key(file: Path) -> None:
    by_row = "SEARCH record USING INTEGER PRIMARY KEY (rowid=?)"

    assert plan(file, a_query(name="照会太郎")) == [
        "SEARCH name_key USING COVERING INDEX name_key_by_birth_date (birth_date=? AND key=?)",
        by_row,
    ]
    assert plan(file, a_query(name_kana="ショウカイ")) == [
        "SEARCH kana_key USING COVERING INDEX kana_key_by_birth_date (birth_date=? AND key=?)",
        by_row,
    ]
    assert plan(file, a_query(name="照会太郎", name_kana="ショウカイ"))[0].startswith("SEARCH name_key USING COVERING")
    assert not any(step.startswith("SCAN") for step in plan(file, a_query(name="照会太郎", name_kana="ショウカイ")))
    assert plan(file, Query(birth_date=BORN, sex=a_query().sex)) == [
        "SEARCH record USING INDEX record_by_person (birth_date=?)"
    ]


def test_only_the_owner_may_read_what_is_there(folder: Path, file: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_complete_generation_is_one_file_and_nothing_beside_it(folder: Path, file: Path) -> None:
    assert list(folder.iterdir()) == [file]


def test_a_look_up_writes_nothing(folder: Path, engine: SqliteIndexEngine) -> None:
    generation = engine.begin()
    generation.write(documents(3))
    generation.complete()
    generation.publish()
    before = {each.name: each.read_bytes() for each in folder.iterdir()}

    engine.search(a_query())
    engine.verify()

    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EngineError, match="A new generation cannot be started"):
        SqliteIndexEngine(tmp_path / "file" / "engine").begin()


def test_a_file_that_cannot_be_written_on_is_never_complete(
    engine: SqliteIndexEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = engine.begin()
    monkeypatch.setattr("engine.sqlite.building.INDEXES", "CREATE INDEX x ON missing (y)")

    with pytest.raises(EngineError, match="cannot be completed"):
        generation.complete()
    with pytest.raises(EngineError):
        generation.publish()


def test_keys_are_counted_as_records_come_are_replaced_and_stay(file: Path, engine: SqliteIndexEngine) -> None:
    generation = engine.begin()
    generation.write([a_document(2, name_other="別名太郎", name_other_kana="ベツメイタロウ"), a_document(number="2")])
    generation.write([a_document(3, name_kana=""), a_document(1, name_other="旧名太郎"), a_document(number="3")])
    generation.complete()

    connection = sqlite3.connect(file.with_name(f"{generation.name}.sqlite"))
    counted = connection.execute("SELECT name_keys, kana_keys FROM generation").fetchone()
    connection.close()

    assert counted == (3, 2)
    assert generation.verify().records == 3


def test_a_file_that_cannot_be_removed_is_a_clear_error(folder: Path, engine: SqliteIndexEngine) -> None:
    generation = engine.begin()
    file = folder / f"{generation.name}.sqlite"
    file.unlink()
    file.mkdir()

    with pytest.raises(EngineError, match="cannot be removed"):
        generation.discard()


def test_a_pointer_that_is_in_place_but_perhaps_not_on_the_disk_may_be_live(
    engine: SqliteIndexEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = engine.begin()
    generation.complete()

    def fail(_: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("engine.sqlite.live_pointer.sync", fail)
    with pytest.raises(PublicationUnknownError, match=generation.name):
        generation.publish()

    assert engine.health().generation == generation.name


def test_a_pointer_that_cannot_be_written_leaves_what_was_live(folder: Path, engine: SqliteIndexEngine) -> None:
    generation = engine.begin()
    generation.complete()
    (folder / "live").mkdir()

    with pytest.raises(EngineError) as failure:
        generation.publish()

    assert not isinstance(failure.value, PublicationUnknownError)
