"""The password asked again, before what would let a stranger at an open screen keep the account.

A wrong one counts like one at the log-in: the open screen is no place to guess it either.
"""

from dataclasses import replace

from flask import request

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.login.attempts import is_refused, note_failure
from app.login.logged_in import LoggedIn
from app.login.too_often import refuse_too_many
from app.login.visit import Visit
from app.passwords import verify_password
from app.services import services
from app.state.models import Account


def is_own_password(user: LoggedIn, password: str) -> bool:
    """Whether it is the account's password, and may be tried now."""
    refuse_too_many()
    visit = Visit.of_request()
    attempt = visit.attempt(user.account.user_id)
    with services().database.session() as db:
        is_right = verify_password(db.get_one(Account, user.account.id).password_hash, password)
    subject, details = f"account:{user.account.user_id}", {"endpoint": request.endpoint}
    refused = request_event(Kind.LOG_IN_REFUSED, subject=subject, details=details)

    def check(transaction: Transaction) -> bool:
        is_locked = is_refused(transaction.session, attempt)
        if is_right and not is_locked:
            return True
        note_failure(transaction.session, attempt)
        transaction.record(replace(refused, outcome="locked" if is_locked else "wrong_password"))
        return False

    return services().audit.commit(check)
