"""Make the demo's state, step by step.

Before anything is made, a database that is not the demo's own is refused. Every step leaves alone what is there, so
the next start makes good one that was cut short. The accounts come last, so that their passwords are shown by the start
that completes.
"""

from collections.abc import Callable

from app.clock import Clock
from app.demo.accounts import NewAccount, prepare_accounts, prepare_institution, prepare_window
from app.demo.ownership import require_own_database
from app.demo.sample import RECORDS, prepare_sample
from app.keys import create_key_file
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
        say(f"Looking for records; the first start makes and loads a sample of {RECORDS:,} ...")
        prepare_sample(settings)
        with database.session() as session:
            require_own_database(session.connection())  # once more: the sample may have taken a minute
            institution = prepare_institution(session)
            prepare_window(session, institution, clock.today_in_japan())
            return prepare_accounts(session, institution, settings.demo_password)
    finally:
        database.close()
