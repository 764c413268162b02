"""Make the demo's state, step by step.

Before anything is made, a database that is not the demo's own is refused. Every step leaves alone what is there, so
the next start makes good one that was cut short. The accounts come last, so that their passwords are shown by the start
that completes.
"""

from collections.abc import Callable
from datetime import datetime

from app.audit.keys import AuditKeys
from app.audit.standing import Standing
from app.audit.trail import Trail
from app.audit.transaction import Transaction
from app.clock import Clock
from app.demo.accounts import ACCOUNTS, NewAccount, prepare_accounts, prepare_institution, prepare_window
from app.demo.ownership import require_own_database
from app.demo.sample import prepare_sample
from app.keys import Purpose, create_key_file, read_key_file
from app.settings import Settings
from app.state.database import Database
from app.state.migrate import upgrade


def prepare(settings: Settings, clock: Clock, say: Callable[[str], None]) -> list[NewAccount]:
    """Everything the demo needs before it serves. ``say`` tells the person who waits.

    Raises :class:`app.service_error.ServiceError`.
    """
    database = Database(settings.database_url)
    try:
        database.create_file()
        with database.engine.connect() as connection:
            require_own_database(connection)
        if not settings.key_file.exists():
            create_key_file(settings.key_file, clock.now())
        upgrade(database)
        keys = AuditKeys.of(read_key_file(settings.key_file)[Purpose.AUDIT])
        Standing(database, keys, settings.audit_checkpoint_file).require_whole()
        prepare_sample(settings, say)
        trail = Trail(database, keys, settings.audit_checkpoint_file, clock)
        made, opened = trail.commit(lambda transaction: _prepare_rows(transaction, settings, clock.now()))
        trail.checkpoint(clock.now())
        is_first_start = len(made) == len(ACCOUNTS)
        if opened and not is_first_start:
            say("Opened a window, since none was open.")
        return made
    finally:
        database.close()


def _prepare_rows(transaction: Transaction, settings: Settings, now: datetime) -> tuple[list[NewAccount], bool]:
    """The accounts made now, and whether a window was opened."""
    require_own_database(transaction.session.connection())  # once more: the sample may have taken a minute
    institution = prepare_institution(transaction, now)
    opened = prepare_window(transaction, institution, now)
    return prepare_accounts(transaction, institution, settings.demo_password, now), opened
