"""No room for another event: a full file system under the database, under the trail alone, and a process's quota."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, text

from app.settings import Settings
from app.state.database import Database
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import (
    Answer,
    Desk,
    assert_all_is_shown,
    assert_nothing_is_shown,
    assert_the_chain_is_whole,
)
from tests.app.faults.served import served
from tests.app.faults.small_disk import small_disk

UNTIL_FULL = 60


def fill(folder: Path) -> Path:
    """Leave no byte free."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (64 * 1024, 4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    assert shutil.disk_usage(folder).free == 0
    return filler


def look_up_until_full(desk: Desk) -> Answer:
    """A page of the database that is there already has room for some events more."""
    for _ in range(UNTIL_FULL):
        answer = desk.look_up()
        if answer.status != 303:
            return answer
    raise AssertionError("the disk never was full")


@only_on_sqlite
class TestUnderTheDatabase:
    """The records are on another file system, and are found: only what is written fails."""

    @pytest.fixture
    def disk(self, tmp_path: Path) -> Iterator[Path]:
        with small_disk(tmp_path / "disk") as disk:
            yield disk

    @pytest.fixture
    def settings(self, settings: Settings, disk: Path) -> Settings:
        """Settings of a service whose state, and nothing else, is on the small file system."""
        moved = disk / "service.sqlite"
        shutil.copy(make_url(settings.database_url).database or "", moved)
        return replace(settings, database_url=f"sqlite:///{moved}")

    def test_nothing_is_shown_until_there_is_room(self, desk: Desk, app: Flask, disk: Path) -> None:
        filler = fill(disk)
        assert_nothing_is_shown(look_up_until_full(desk))
        before = desk.stored()
        assert_nothing_is_shown(*desk.ask_for_everything())
        assert desk.stored() == before
        filler.unlink()
        assert_all_is_shown(desk)
        assert_the_chain_is_whole(app)


@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
class TestUnderTheTrailAlone:
    """Everything else of the PostgreSQL database has room."""

    @pytest.fixture
    def disk(self, settings: Settings) -> Iterator[Path]:
        """A small file system, with the trail's table on it."""
        with closing(Database(settings.database_url)) as database, a_disk_of_the_server(database) as disk:
            yield disk

    def test_nothing_is_shown_until_there_is_room(self, disk: Path, desk: Desk, app: Flask) -> None:
        filler = fill(disk)
        assert_nothing_is_shown(look_up_until_full(desk))
        before = desk.stored()
        assert_nothing_is_shown(*desk.ask_for_everything())
        assert desk.stored() == before
        filler.unlink()
        assert_all_is_shown(desk)
        assert_the_chain_is_whole(app)


@only_on_sqlite
def test_a_quota_of_the_process(settings: Settings) -> None:
    """Whoever has no right to mount has this: the worker may make no file longer than it is."""
    with served(settings) as service:
        (worker,) = service.workers
        _, hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        before = service.desk.stored()
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, hard))
        assert_nothing_is_shown(*service.desk.ask_for_everything())
        assert service.desk.stored() == before
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (hard, hard))
        assert_all_is_shown(service.desk)


@contextmanager
def a_disk_of_the_server(database: Database) -> Iterator[Path]:
    """A tablespace of its own for the trail, where the server is on this machine and lets us."""
    with database.engine.connect() as connection:
        data = Path(connection.scalar(text("SHOW data_directory")) or "")
    if not (data / "postmaster.pid").exists():
        pytest.skip("the PostgreSQL server is on another machine")
    owner = data.stat()
    with small_disk(data.parent / f"small-{database.url.database}") as disk:
        space = disk / "space"
        space.mkdir(mode=0o700)
        shutil.chown(disk, owner.st_uid, owner.st_gid)
        shutil.chown(space, owner.st_uid, owner.st_gid)
        name = f"small_{database.url.database}"
        administer(database, f"CREATE TABLESPACE {name} LOCATION '{space}'")
        administer(database, f"ALTER TABLE audit_event SET TABLESPACE {name}")
        try:
            yield disk
        finally:
            administer(database, "ALTER TABLE audit_event SET TABLESPACE pg_default")
            administer(database, f"DROP TABLESPACE {name}")


def administer(database: Database, statement: str) -> None:
    """Outside of a transaction."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
