"""A damaged or missing file is no answer, never an empty one."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.contract import EngineError, EngineUnavailableError, IncompleteGenerationError, LookupEngine
from engine.sqlite.engine import SqliteIndexEngine, SqliteLookupEngine
from tests.engine.records import BORN, a_query, documents


@pytest.fixture
def published(folder: Path, engine: SqliteIndexEngine) -> Path:
    """The file of a live generation of 200 records."""
    generation = engine.begin()
    generation.write(documents(200, birth_date=BORN))
    generation.complete()
    generation.publish()
    return folder / f"{generation.name}.sqlite"


def empty(file: Path) -> None:
    file.write_bytes(b"")


def no_database(file: Path) -> None:
    file.write_text("x" * 8192)


def cut_short(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 4096)


def grow(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(b"\0" * 4096)


def scribble(file: Path) -> None:
    """Overwrite every page but the first."""
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (file.stat().st_size - 4096))


def run(statement: str) -> Callable[[Path], None]:
    """Change the file by a statement."""

    def change(file: Path) -> None:
        connection = sqlite3.connect(file)
        with connection:
            connection.execute(statement)
        connection.close()

    return change


DAMAGES: dict[str, Callable[[Path], None]] = {
    "gone": Path.unlink,
    "empty": empty,
    "cut short": cut_short,
    "too long": grow,
    "scribbled over": scribble,
    "no database": no_database,
    "not complete": run("UPDATE generation SET complete = 0"),
    "says nothing": run("DELETE FROM generation"),
    "of another format": run("PRAGMA user_version = 99"),
    "without a table": run("DROP TABLE record"),
    "a record no record": run("UPDATE record SET source = '{}'"),
    "a record no JSON": run("UPDATE record SET source = '{'"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_no_answer_to_an_engine_opened_before_or_after(
    published: Path, engine: SqliteIndexEngine, damage: Callable[[Path], None]
) -> None:
    assert len(engine.search(a_query())) == 65
    damage(published)

    for reader in (engine, SqliteLookupEngine(published.parent)):
        with pytest.raises(EngineUnavailableError) as failure:
            reader.search(a_query())
        assert "照会" not in repr(failure.value)
        assert failure.value.__cause__ is None
        assert "照会" not in repr(failure.value.__context__)
        reader.close()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_after_the_damage_is_repaired_look_ups_are_answered_again(
    published: Path, engine: SqliteIndexEngine, damage: Callable[[Path], None]
) -> None:
    whole = published.read_bytes()
    damage(published)
    with pytest.raises(EngineUnavailableError):
        engine.search(a_query())

    published.unlink(missing_ok=True)
    published.write_bytes(whole)

    assert len(engine.search(a_query())) == 65


@pytest.mark.parametrize("name", ["gone", "empty", "cut short", "scribbled over", "not complete", "without a table"])
def test_a_damaged_file_does_not_verify(published: Path, engine: SqliteIndexEngine, name: str) -> None:
    DAMAGES[name](published)

    with pytest.raises(EngineError):
        engine.verify()


@pytest.mark.parametrize("table", ["name_key", "kana_key"])
def test_a_file_without_its_search_keys_does_not_verify(published: Path, engine: SqliteIndexEngine, table: str) -> None:
    assert engine.verify().records == 200
    run(f"DELETE FROM {table}")(published)  # noqa: S608 - our own table names

    with pytest.raises(EngineError, match="0 name keys" if table == "name_key" else "0 kana keys"):
        engine.verify()


@pytest.mark.parametrize("table", ["name_key", "kana_key"])
def test_a_generation_that_lost_a_search_key_is_never_complete(
    folder: Path, engine: SqliteIndexEngine, table: str
) -> None:
    generation = engine.begin()
    generation.write(documents(3))
    run(f"DELETE FROM {table} WHERE row = 2")(folder / f"{generation.name}.sqlite")  # noqa: S608 - our own table names

    with pytest.raises(IncompleteGenerationError):
        generation.complete()


def test_an_index_that_lost_a_row_does_not_verify(published: Path, engine: SqliteIndexEngine) -> None:
    connection = sqlite3.connect(published)
    with connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = sql || ' WHERE row > 5' WHERE name LIKE 'name_key_by%'")
    connection.close()

    with pytest.raises(EngineError):
        engine.verify()


def test_a_damaged_generation_is_listed_as_not_complete(published: Path, engine: SqliteIndexEngine) -> None:
    cut_short(published)

    assert [(each.name, each.complete) for each in engine.generations()] == [(published.stem, False)]


def test_a_closed_engine_can_be_asked_again(engine: LookupEngine, published: Path) -> None:
    engine.search(a_query())
    engine.close()

    assert len(engine.search(a_query())) == 65
