"""The SQLite file is removed, or another is put in its place, while the service runs: the next event is not shown."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from app.services import Services
from app.state.database import Database
from tests.app.browser import Browser
from tests.app.conftest import services_of
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import (
    Answer,
    Desk,
    Stored,
    assert_all_is_shown,
    assert_nothing_is_shown,
    assert_the_chain_is_whole,
    sender,
)

pytestmark = only_on_sqlite


@pytest.fixture
def file(services: Services) -> Path:
    """The database file of the service."""
    return Path(make_url(services.settings.database_url).database or "")


def wal_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def copy(file: Path, name: str = "copy.sqlite") -> Path:
    """A whole copy of the database as it is now, made as one should: by SQLite."""
    made = file.with_name(name)
    with closing(Database(f"sqlite:///{file}")) as database, database.engine.connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{made}'")
    with closing(sqlite3.connect(made)) as written:
        written.execute("PRAGMA journal_mode = WAL")  # as the service's own file has it
    return made


def put(other: Path, file: Path) -> None:
    """Put another database in the place of the service's, as whoever brings a copy back does."""
    for left in ("-wal", "-shm"):
        file.with_name(f"{file.name}{left}").unlink(missing_ok=True)
    other.rename(file)


def test_a_file_that_is_removed_and_put_back(desk: Desk, app: Flask, file: Path) -> None:
    away = file.with_name("away.sqlite")
    before = desk.stored()
    file.rename(away)
    assert_nothing_is_shown(desk.get(desk.confirmation))
    assert_nothing_is_shown(*desk.ask_for_everything())
    assert not file.exists(), "an empty database would hide the loss"
    away.rename(file)
    assert desk.stored() == before
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


def test_a_whole_copy_in_its_place_is_noticed_once_and_then_served(desk: Desk, app: Flask, file: Path) -> None:
    put(copy(file), file)
    before = desk.stored()
    assert_nothing_is_shown(desk.get(desk.confirmation))
    assert desk.stored() == before
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


class TestAnOlderCopy:
    """Events went with what came after it; it is never written on, before a restart or after it."""

    @pytest.fixture
    def browser(self, app: Flask) -> Browser:
        """Somebody logged in, whose log-in is in the copy."""
        browser = Browser(app)
        browser.log_in("medical_viewer")
        return browser

    @pytest.fixture
    def older(self, app: Flask, browser: Browser, file: Path) -> Desk:
        """A desk whose later look-ups are not in the copy."""
        desk = Desk.of(browser)
        made = copy(file)
        assert desk.look_up().status == 303
        services_of(app).audit.close()  # as a minute later: the checkpoint tells of that event
        assert desk.look_up().status == 303
        put(made, file)
        return desk

    def test_in_its_place_is_never_written_on(self, older: Desk) -> None:
        before = older.stored()
        assert_nothing_is_shown(older.get(older.confirmation))
        assert_nothing_is_shown(*older.ask_for_everything())
        assert older.stored() == before

    def test_written_over_the_file_is_never_written_on(self, app: Flask, browser: Browser, file: Path) -> None:
        """Whose device and inode stay, so that only the trail itself can tell."""
        desk = Desk.of(browser)
        made = copy(file)
        assert desk.look_up().status == 303
        services_of(app).database.forget_erased()  # as every minute: the write-ahead log is empty
        shutil.copyfile(made, file)
        before = desk.stored()
        assert_nothing_is_shown(*desk.ask_for_everything())
        assert desk.stored() == before

    def test_is_not_written_on_by_a_process_that_starts_later(
        self, older: Desk, browser: Browser, make_app: Callable[..., Flask]
    ) -> None:
        restarted = replace(older, send=sender(make_app(), browser.cookie()))
        before = restarted.stored()
        assert_nothing_is_shown(restarted.get(restarted.confirmation))
        assert_nothing_is_shown(*restarted.ask_for_everything())
        assert restarted.stored() == before


def test_the_right_file_put_back_after_an_older_one_is_served_again(desk: Desk, app: Flask, file: Path) -> None:
    older = copy(file)
    assert desk.look_up().status == 303
    right = copy(file, "right.sqlite")
    put(older, file)
    assert_nothing_is_shown(desk.get(desk.confirmation), desk.look_up())
    put(right, file)
    assert_nothing_is_shown(desk.get(desk.confirmation))
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


def test_a_write_ahead_log_that_is_removed(desk: Desk, app: Flask, file: Path) -> None:
    assert wal_of(file).stat().st_size > 0
    wal_of(file).unlink()
    assert_nothing_is_shown(desk.get(desk.confirmation))
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


def test_a_file_that_was_replaced_before_the_first_event(app: Flask, file: Path) -> None:
    """Else the service would go on reading the one and write its events to the other."""
    with closing(Database(f"sqlite:///{file}")) as database:
        before = Stored.in_(database)
    assert Browser(app).get("/readyz").status_code in {200, 503}
    put(copy(file), file)
    browser = Browser(app)
    answer = Answer.of(browser.log_in("medical_viewer"))
    assert answer.status == 503
    with closing(Database(f"sqlite:///{file}")) as database:
        assert Stored.in_(database) == before
    assert browser.log_in("medical_viewer").status_code == 303
    assert_the_chain_is_whole(app)
