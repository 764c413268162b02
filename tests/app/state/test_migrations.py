from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, func, inspect, select, text

from app.roles import Role
from app.state.current import DatabaseNotCurrentError, require_current
from app.state.database import Database
from app.state.migrate import _config, is_current, upgrade
from app.state.models import Account, Base, Institution, LoginSession, StoredSearch, Window
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


MOMENT = datetime(2025, 11, 12, 3, tzinfo=UTC)
FIRST, LAST = date(2025, 11, 1), date(2025, 11, 30)
FORMER_ROWS: dict[str, list[dict[str, object]]] = {
    "institution": [{"id": 1, "code": "1312345678", "name": "サンプル"}, {"id": 2, "code": "1400000001", "name": "別"}],
    "account": [
        {
            "id": 1,
            "user_id": "viewer",
            "role": "medical_viewer",
            "institution_id": 1,
            "password_hash": "hash of viewer",
        },
        {"id": 2, "user_id": "op", "role": "operator", "institution_id": None, "password_hash": "hash of op"},
    ],
    "lookup_window": [
        {"id": 1, "institution_id": None, "opens_on": FIRST, "closes_on": LAST, "closed_at": None},
        {"id": 2, "institution_id": 2, "opens_on": FIRST, "closes_on": FIRST, "closed_at": MOMENT},
    ],
    "login_session": [{"id": "a", "account_id": 1, "created_at": MOMENT, "last_seen_at": MOMENT}],
    "stored_search": [
        {"id": "s", "session_id": "a", "parent_id": None, "kind": "search", "payload": b"1", "last_used_at": MOMENT},
        {"id": "r", "session_id": "a", "parent_id": "s", "kind": "result", "payload": b"2", "last_used_at": MOMENT},
    ],
}


@pytest.fixture
def former(database: Database) -> Database:
    """A database in use, at the tables of the version before."""
    database.create_file()
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in FORMER_ROWS.items():
            for row in rows:
                connection.execute(tables.tables[name].insert(), _as_stored(row, database))
            if not database.is_sqlite and isinstance(rows[0]["id"], int):
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {len(rows)})"))
    return database


def _as_stored(row: dict[str, object], database: Database) -> dict[str, object]:
    """SQLite keeps no zone."""
    values = row.items()
    return {k: v.replace(tzinfo=None) if isinstance(v, datetime) and database.is_sqlite else v for k, v in values}


def test_an_upgrade_keeps_institutions_accounts_and_windows(former: Database) -> None:
    upgrade(former)
    assert is_current(former)
    with former.session() as session:
        institutions = [(one.id, one.code, one.name, one.mail_address) for one in session.scalars(select(Institution))]
        accounts = {one.user_id: one for one in session.scalars(select(Account))}
        windows = {one.id: one for one in session.scalars(select(Window))}
    assert institutions == [(1, "1312345678", "サンプル", None), (2, "1400000001", "別", None)]
    viewer, operator = accounts["viewer"], accounts["op"]
    assert (viewer.role, viewer.institution_id, viewer.password_hash) == (Role.MEDICAL_VIEWER, 1, "hash of viewer")
    assert (operator.role, operator.institution_id, operator.password_hash) == (Role.OPERATOR, None, "hash of op")
    assert not any(one.must_change_password or one.second_factor for one in accounts.values())
    everyones, closed = windows[1], windows[2]
    assert (everyones.institution_id, everyones.opens_on, everyones.closes_on) == (None, FIRST, LAST)
    assert (closed.institution_id, closed.closes_on, closed.closed_at) == (2, FIRST, MOMENT)
    assert not any(one.group_id or one.outage_began_at or one.strict for one in windows.values())
    former.close()


def test_new_rows_get_ids_of_their_own_after_an_upgrade(former: Database) -> None:
    upgrade(former)
    with former.session() as session:
        added = Window(opens_on=FIRST, closes_on=LAST)
        session.add(added)
        session.flush()
        assert added.id == 3
    former.close()


def test_an_upgrade_logs_everybody_out_who_was_let_in_by_fewer_rules(former: Database) -> None:
    upgrade(former)
    with former.session() as session:
        for table in (LoginSession, StoredSearch):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    former.close()


def test_an_upgrade_that_fails_in_the_middle_changes_nothing_and_may_be_done_again(
    former: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contents() -> tuple[list[str], list[str], int | None]:
        with former.engine.connect() as connection:
            tables = inspect(connection)
            columns = [column["name"] for column in tables.get_columns("institution")]
            searches = connection.scalar(text("SELECT count(*) FROM stored_search"))
            return sorted(tables.get_table_names()), columns, searches

    def no_room(*_: object, **__: object) -> None:
        raise OSError

    before = contents()
    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", no_room)
        with pytest.raises(OSError):  # noqa: PT011 -- the one above
            upgrade(former)
    assert contents() == before
    upgrade(former)
    assert is_current(former)
    former.close()
