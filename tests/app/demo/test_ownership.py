"""A database in use is not the demo's to take over."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session

from app.accounts import create_account, list_accounts
from app.audit.transaction import Transaction
from app.clock import Clock
from app.demo import prepare as preparation
from app.demo.accounts import INSTITUTION_CODE, INSTITUTION_NAME, prepare_accounts, prepare_institution
from app.demo.ownership import NotTheDemosError, require_own_database
from app.demo.prepare import prepare
from app.institutions import create_institution
from app.roles import Role
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade
from app.state.models import Institution
from app.windows import close_all_windows
from tests.app.browser import PASSWORD
from tests.app.databases import only_on_sqlite
from tests.app.moments import NOON_IN_JAPAN
from tests.app.passwords import is_password_of

Fill = Callable[[Session], object]


def demo_and(fill: Callable[[Session, Institution], object]) -> Fill:
    """The demo's institution, and in it what ``fill`` makes."""
    return lambda session: fill(session, prepare_institution(Transaction(session), NOON_IN_JAPAN))


def account(user_id: str, role: Role) -> Fill:
    return demo_and(
        lambda session, demo: create_account(
            session,
            user_id=user_id,
            role=role,
            institution=None if role is Role.OPERATOR else demo,
            password=PASSWORD,
        )
    )


IN_USE = {
    "another institution": lambda session: create_institution(session, "1398765432", "別の医療機関"),
    "an institution of the demo's code": lambda session: create_institution(session, INSTITUTION_CODE, "別の医療機関"),
    "an account of the demo's name in another role": account("viewer", Role.ADMINISTRATOR),
    "an operator under a clinic account's name": account("admin", Role.OPERATOR),
    "an operator and no institution": lambda session: create_account(
        session, user_id="agency", role=Role.OPERATOR, institution=None, password=PASSWORD
    ),
}


@pytest.fixture
def settings(tmp_path: Path, empty_database: str) -> Settings:
    return Settings(
        engine_url=f"sqlite:///{tmp_path / 'engine'}",
        database_url=empty_database,
        key_file=tmp_path / "keys.json",
        audit_checkpoint_file=tmp_path / "audit-checkpoint.json",
        demo_password="given",
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def no_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading is another's subject, and takes long."""
    monkeypatch.setattr(preparation, "prepare_sample", lambda _settings, _say: False)


def contents(database: Database) -> dict[str, Sequence[object]]:
    """Every table of the database with every row."""
    found = MetaData()
    found.reflect(database.engine)
    with database.engine.connect() as connection:
        return {name: connection.execute(select(table)).all() for name, table in found.tables.items()}


@pytest.mark.parametrize("fill", IN_USE.values(), ids=IN_USE)
def test_a_database_in_use_is_refused_and_nothing_is_changed(
    settings: Settings, database: Database, tmp_path: Path, fill: Fill
) -> None:
    with database.session() as session:
        fill(session)
    before = contents(database)
    with pytest.raises(NotTheDemosError, match="SHIKAKU_DATABASE_URL") as error:
        prepare(settings, Clock(), print)
    assert "\n" not in str(error.value)
    assert contents(database) == before
    assert not settings.key_file.exists()
    assert not (tmp_path / "engine").exists()


@pytest.mark.usefixtures("no_sample")
def test_what_comes_while_the_sample_is_loaded_is_refused_too(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_settings: Settings, _say: object) -> bool:
        with database.session() as session:
            account("viewer", Role.ADMINISTRATOR)(session)
        return True

    monkeypatch.setattr(preparation, "prepare_sample", meanwhile)
    with pytest.raises(NotTheDemosError, match="viewer"):
        prepare(settings, Clock(), print)
    with database.session() as session:
        assert is_password_of(session, "viewer", PASSWORD)
        assert [found.user_id for found in list_accounts(session)] == ["viewer"]


@pytest.mark.usefixtures("no_sample")
def test_its_own_database_is_prepared_again_with_another_password(settings: Settings, database: Database) -> None:
    with database.session() as session:
        transaction = Transaction(session)
        prepare_accounts(transaction, prepare_institution(transaction, NOON_IN_JAPAN), None, NOON_IN_JAPAN)
    assert prepare(settings, Clock(), print) == []
    with database.session() as session:
        assert all(is_password_of(session, found.user_id, "given") for found in list_accounts(session))


@pytest.mark.usefixtures("no_sample")
def test_what_was_added_to_the_demos_own_database_stays_and_keeps_its_password(
    settings: Settings, database: Database
) -> None:
    prepare(settings, Clock(), print)
    with database.session() as session:
        account("reception", Role.MEDICAL_VIEWER)(session)
        create_institution(session, "1398765432", "別の医療機関")
    assert prepare(settings, Clock(), print) == []
    with database.session() as session:
        assert is_password_of(session, "reception", PASSWORD)


@pytest.mark.usefixtures("no_sample")
def test_a_database_that_is_not_there_or_empty_is_the_demos(settings: Settings) -> None:
    assert len(prepare(settings, Clock(), print)) == 5


@pytest.mark.usefixtures("no_sample")
def test_a_later_start_tells_when_it_opens_a_window(settings: Settings, database: Database) -> None:
    said: list[str] = []
    prepare(settings, Clock(), said.append)
    prepare(settings, Clock(), said.append)
    assert said == []
    with database.session() as session:
        close_all_windows(session, Clock().now())
    prepare(settings, Clock(), said.append)
    assert said == ["Opened a window, since none was open."]


@only_on_sqlite
@pytest.mark.usefixtures("no_sample")
def test_a_database_that_the_demo_makes_is_its_owners_alone(settings: Settings, tmp_path: Path) -> None:
    prepare(settings, Clock(), print)
    assert (tmp_path / "service.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_older_database_in_use_is_refused_before_it_is_migrated(settings: Settings, database: Database) -> None:
    with database.engine.begin() as connection:
        create = "INSERT INTO institution (code, name) VALUES ('1398765432', '別の医療機関')"
        connection.exec_driver_sql(create)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of the past'")
    with pytest.raises(NotTheDemosError, match="1398765432"):
        prepare(settings, Clock(), print)


def test_the_institution_alone_is_nobodys_harm(database: Database) -> None:
    with database.session() as session:
        create_institution(session, INSTITUTION_CODE, INSTITUTION_NAME)
    with database.engine.connect() as connection:
        require_own_database(connection)
