from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from app.state.current import DatabaseNotCurrentError, require_current
from app.state.database import Database
from app.state.migrate import is_current, upgrade
from app.state.models import Base
from tests.app.databases import Databases


@pytest.fixture
def database(empty_database: str) -> Database:
    return Database(empty_database)


def test_the_migrations_make_exactly_the_models_tables(database: Database) -> None:
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        checks = {
            check["name"]
            for table in Base.metadata.tables
            for check in inspect(connection).get_check_constraints(table)
        }
    database.close()
    assert checks == {
        "ck_account_operator_has_none",
        "ck_lookup_window_in_order",
        "ck_lookup_window_one_target",
        "ck_lookup_window_outage_in_order",
        "ck_lookup_window_outage_whole",
        "ck_lookup_window_strict_has_outage",
        "ck_notice_one_target",
    }


def test_an_upgrade_of_a_current_database_changes_nothing(database: Database) -> None:
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO institution (code, name) VALUES ('1312345678', 'サンプル')"))
    upgrade(database)
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM institution")) == 1
    database.close()


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'folder' / 'service.sqlite'}")
    upgrade(database)
    database.close()
    assert (tmp_path / "folder" / "service.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_database_is_current_only_at_this_versions_tables(database: Database) -> None:
    database.create_file()
    assert not is_current(database)
    with pytest.raises(DatabaseNotCurrentError, match="shikaku db upgrade"):
        require_current(database)
    upgrade(database)
    assert is_current(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of the future'"))
    assert not is_current(database)
    database.close()


def test_a_database_that_does_not_answer_is_told_apart(databases: Databases) -> None:
    database = Database(databases.away())
    with pytest.raises(DatabaseNotCurrentError, match="does not answer"):
        require_current(database)
