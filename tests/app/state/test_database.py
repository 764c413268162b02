import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.state.database import Database, DatabaseUrlError
from app.state.migrate import upgrade
from app.state.models import Institution, LoginSession, Window
from app.state.utc import UtcDateTime
from tests.app.databases import nobody_else_writes, only_on_sqlite

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 -- the zone is drawn apart
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


class Dialect:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def database(empty_database: str) -> Iterator[Database]:
    database = Database(empty_database)
    upgrade(database)
    yield database
    database.close()


def codes(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(select(Institution.code)))


def test_a_session_commits_at_its_end(database: Database) -> None:
    with database.session() as session:
        session.add(Institution(code="1312345678", name="サンプル"))
    assert codes(database) == ["1312345678"]


def test_an_error_undoes_the_whole_session(database: Database) -> None:
    def write_then_fail() -> None:
        with database.session() as session:
            session.add(Institution(code="1312345678", name="サンプル"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_then_fail()
    assert codes(database) == []


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    now = datetime(2025, 11, 12, tzinfo=UTC)
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(LoginSession(id="a", account_id=999, created_at=now, last_seen_at=now))


def test_an_error_does_not_repeat_the_values_of_a_row(database: Database) -> None:
    with pytest.raises(IntegrityError) as error, database.session() as session:
        session.add_all([Institution(code="1", name="canary"), Institution(code="1", name="canary")])
    assert "canary" not in str(error.value)


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.session() as writer:
        writer.add(Institution(code="1312345678", name="サンプル"))
        writer.flush()
        assert codes(database) == []


def test_writers_wait_their_turn(database: Database) -> None:
    def write(number: int) -> None:
        with database.session() as session:
            session.add(Institution(code=str(number), name="サンプル"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes(database)) == 16


def test_a_window_in_the_wrong_order_is_refused_by_the_database_too(database: Database) -> None:
    day = datetime(2025, 11, 12, tzinfo=UTC).date()
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(Window(opens_on=day, closes_on=day - timedelta(days=1)))


def test_what_is_committed_one_by_one_is_on_the_disk_whatever_the_servers_default(database: Database) -> None:
    question, durable = ("PRAGMA synchronous", 2) if database.is_sqlite else ("SHOW synchronous_commit", "on")
    with database.one_by_one() as session:
        assert session.scalar(text(question)) == durable


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("service.sqlite*"))


@only_on_sqlite
def test_erased_rows_do_not_stay_readable_in_the_files(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        session.add_all(Institution(code=f"{number:010}", name="canary" * 30) for number in range(1000))
    database.forget_erased()
    with database.session() as session:
        session.add(Institution(code="1312345678", name="canary"))
    assert bytes_on_disk(tmp_path).count(b"canary") >= 30_001
    with database.session() as session:
        session.execute(delete(Institution))
    database.forget_erased()
    assert b"canary" not in bytes_on_disk(tmp_path)


@only_on_sqlite
def test_forgetting_does_not_wait_for_a_reader_and_is_made_good_later(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        session.add(Institution(code="1312345678", name="canary"))
    with database.engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.execute(select(Institution)).all()
        with database.session() as session:
            session.execute(delete(Institution))
        begun = time.monotonic()
        database.forget_erased()
        assert time.monotonic() - begun < 1
    database.forget_erased()
    assert b"canary" not in bytes_on_disk(tmp_path)


def test_a_writer_that_waits_in_vain_is_told_so_within_some_two_seconds(database: Database) -> None:
    with nobody_else_writes(database):
        begun = time.monotonic()
        with pytest.raises(OperationalError, match="lock"), database.session() as session:
            session.add(Institution(code="1312345678", name="サンプル"))
        assert 1 < time.monotonic() - begun < 4


@given(TIMES, ZONES, st.sampled_from(["sqlite", "postgresql"]))
def test_a_time_comes_back_as_the_same_moment_in_utc(moment: datetime, zone: timezone, name: str) -> None:
    column, dialect = UtcDateTime(), Dialect(name)
    given_time = moment.replace(tzinfo=zone)
    stored = column.process_bind_param(given_time, dialect)  # type: ignore[arg-type]
    back = column.process_result_value(stored, dialect)  # type: ignore[arg-type]
    assert back == given_time
    assert back is not None
    assert back.tzinfo is UTC


def test_a_time_without_zone_is_refused(database: Database) -> None:
    naive = datetime(2025, 11, 12)  # noqa: DTZ001 -- the subject of the test
    with pytest.raises(StatementError, match="without zone"), database.session() as session:
        session.execute(select(LoginSession).where(LoginSession.created_at == naive))


def test_an_address_without_a_driver_is_spoken_to_with_the_one_that_is_installed() -> None:
    database = Database("postgresql://shikaku:password@localhost/shikaku")
    assert database.engine.driver == "psycopg"


@pytest.mark.parametrize(
    "url", ["", "canary", "mysql://user:canary@host/name", "sqlite://", "sqlite:///:memory:", "canary://x"]
)
def test_an_address_that_is_no_database_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="SHIKAKU_DATABASE_URL") as error:
        Database(url)
    assert "canary" not in str(error.value)
