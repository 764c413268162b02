"""The last step of a first log-in: a password of one's own, since somebody else knows the one that was given."""

from dataclasses import replace

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage
from app.login.logged_in import LoggedIn
from app.login.visit import Visit
from app.login_sessions import Ended, end_all_of
from app.services import services


def take_password(user: LoggedIn, password_hash: str) -> LoggedIn | None:
    """Make it the account's and complete the log-in; every other session of the account ends.

    ``None`` if the session ended meanwhile.
    """
    visit = Visit.of_request()
    subject = f"account:{user.account.user_id}"
    changed = request_event(Kind.PASSWORD_CHANGED, subject=subject)
    entered = request_event(Kind.LOG_IN, subject=subject, outcome=Stage.COMPLETE.value)

    def complete(transaction: Transaction) -> LoggedIn | None:
        db = transaction.session
        so_far = visit.session_at(db, Stage.NEW_PASSWORD)
        if so_far is None:
            return None
        account = so_far.account
        account.password_hash = password_hash
        account.must_change_password, account.password_expires_at = False, None
        ended = end_all_of(db, account.id, visit.now, Ended.PASSWORD, except_token=user.token)
        transaction.record(replace(changed, details={"sessions_ended": ended}))
        transaction.record(entered)
        return visit.go_on(db, account, Stage.COMPLETE)

    return services().audit.commit(complete)
