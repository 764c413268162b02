"""The trail's table is dropped, renamed, cut, or not ours to write; then nothing is shown until it is right again."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, make_url, select, text

from app.services import Services
from app.state.database import Database
from app.state.models import AuditEvent, Base
from tests.app.faults.desk import (
    Desk,
    assert_all_is_shown,
    assert_nothing_is_shown,
    assert_the_chain_is_whole,
)

TABLE = Base.metadata.tables["audit_event"]


@pytest.fixture
def elsewhere(services: Services) -> Iterator[Database]:
    """The same database as another program has it."""
    with closing(Database(services.settings.database_url)) as database:
        yield database


def rows(connection: Connection) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(select(TABLE).order_by(AuditEvent.sequence)).mappings()]


def test_a_table_that_is_renamed(desk: Desk, app: Flask, elsewhere: Database) -> None:
    before = desk.stored()
    with elsewhere.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event RENAME TO moved_away"))
    assert_nothing_is_shown(*desk.ask_for_everything())
    with elsewhere.engine.begin() as connection:
        connection.execute(text("ALTER TABLE moved_away RENAME TO audit_event"))
    assert desk.stored() == before
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


def test_a_table_that_is_dropped_and_made_anew_counts_only_with_its_rows(
    desk: Desk, app: Flask, elsewhere: Database
) -> None:
    before = desk.stored()
    with elsewhere.engine.begin() as connection:
        kept = rows(connection)
        TABLE.drop(connection)
    assert_nothing_is_shown(*desk.ask_for_everything())
    with elsewhere.engine.begin() as connection:
        TABLE.create(connection)
    assert_nothing_is_shown(*desk.ask_for_everything())
    with elsewhere.engine.begin() as connection:
        connection.execute(insert(TABLE), kept)
    assert desk.stored() == before
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


@pytest.mark.parametrize("left", [0, -1], ids=["nothing is left", "the last event is gone"])
def test_a_table_that_was_cut(desk: Desk, app: Flask, elsewhere: Database, left: int) -> None:
    with elsewhere.engine.begin() as connection:
        kept = rows(connection)
        gone = kept[left:]
        connection.execute(TABLE.delete().where(AuditEvent.sequence >= gone[0]["sequence"]))
    assert_nothing_is_shown(*desk.ask_for_everything())
    with elsewhere.engine.begin() as connection:
        connection.execute(insert(TABLE), gone)
    assert_all_is_shown(desk)
    assert_the_chain_is_whole(app)


@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
class TestWithoutTheRight:
    """PostgreSQL alone can let the service read and not write."""

    def test_a_database_that_became_read_only(self, desk: Desk, app: Flask, elsewhere: Database) -> None:
        before = desk.stored()
        name = make_url(elsewhere.url).database
        self._for_everybody(elsewhere, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        assert_nothing_is_shown(*desk.ask_for_everything())
        assert desk.stored() == before
        self._for_everybody(elsewhere, f"ALTER DATABASE {name} RESET default_transaction_read_only")
        assert_all_is_shown(desk)
        assert_the_chain_is_whole(app)

    def test_a_user_who_may_no_longer_insert_events(self, desk: Desk, app: Flask, elsewhere: Database) -> None:
        before = desk.stored()
        reader = f"reader_of_{make_url(elsewhere.url).database}"
        with elsewhere.engine.begin() as connection:
            connection.execute(text(f"CREATE ROLE {reader}"))
            connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {reader}"))
            connection.execute(text(f"REVOKE INSERT ON audit_event FROM {reader}"))
        try:
            name = make_url(elsewhere.url).database
            self._for_everybody(elsewhere, f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET role = '{reader}'")
            assert_nothing_is_shown(*desk.ask_for_everything())
            assert desk.stored() == before
            self._for_everybody(elsewhere, f"ALTER ROLE CURRENT_USER IN DATABASE {name} RESET role")
            assert_all_is_shown(desk)
            assert_the_chain_is_whole(app)
        finally:
            self._for_everybody(elsewhere, f"DROP OWNED BY {reader}; DROP ROLE {reader}")

    def _for_everybody(self, database: Database, change: str) -> None:
        """A change that counts for new connections, and the end of all others; the service makes new ones."""
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL transaction_read_only = off"))
            connection.execute(text("SET LOCAL role = none"))
            connection.exec_driver_sql(change)
        with database.engine.begin() as connection:
            connection.execute(text("SET LOCAL role = none"))
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        database.close()
