"""A worker process is killed: another takes its place, and nothing that it had recorded is lost."""

import os
import signal
import time
from contextlib import closing

from app.audit.keys import AuditKeys
from app.audit.standing import Standing
from app.audit.stored_verification import verify_stored
from app.keys import Purpose, read_key_file
from app.settings import Settings
from app.state.database import Database
from tests.app.databases import only_on_sqlite
from tests.app.faults.desk import Desk, assert_all_is_shown
from tests.app.faults.served import served
from tests.app.processes import stop


@only_on_sqlite
def test_log_ins_and_the_trail_outlive_it(settings: Settings) -> None:
    with served(settings) as service:
        before = service.desk.stored()
        (worker,) = service.workers
        os.kill(worker, signal.SIGKILL)
        wait_for_another(service.desk)
        assert_all_is_shown(service.desk)
        assert service.desk.stored().events > before.events
        assert stop(service.process, signal.SIGTERM)[0] == 0
    keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
    with closing(Database(settings.database_url)) as database:
        assert verify_stored(Standing(database, keys, settings.audit_checkpoint_file)).is_intact


def wait_for_another(desk: Desk) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if desk.get(desk.confirmation).status == 200:
                return
        except OSError:  # nobody listens yet
            time.sleep(0.1)
    raise AssertionError("no other worker came")
