"""The database file is one that the service may read and not write."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing

from app.settings import Settings
from app.state.database import Database
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import assert_all_is_shown, assert_nothing_is_shown
from tests.app.faults.served import served

AS_ANY_USER: Sequence[str] = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--") if os.geteuid() == 0 else ()
)
"""Without the rights by which root writes whatever it likes; for anybody else nothing has to be done."""


@only_on_sqlite
def test_a_copy_that_may_not_be_written_is_not_shown_from_until_it_may(settings: Settings) -> None:
    """As when root brings a copy back and forgets to give it to the service."""
    with served(settings, through=AS_ANY_USER) as service:
        made = service.file.with_name("copy.sqlite")
        with closing(Database(settings.database_url)) as database, database.engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM INTO '{made}'")
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")  # as the service's own file has it
        before = service.desk.stored()
        made.chmod(0o400)
        for left in ("-wal", "-shm"):
            service.file.with_name(f"{service.file.name}{left}").unlink(missing_ok=True)
        made.rename(service.file)
        assert_nothing_is_shown(*service.desk.ask_for_everything())
        assert_nothing_is_shown(*service.desk.ask_for_everything())
        for file in service.file.parent.glob(f"{service.file.name}*"):
            file.chmod(0o600)  # SQLite gives the files beside it the rights that it had itself
        assert service.desk.stored() == before
        assert_all_is_shown(service.desk)
