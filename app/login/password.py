"""The first step of a log-in: ユーザID and パスワード.

An unknown ユーザID, a wrong password, one whose time is over, a locked and a disabled account are told apart by
nothing: not the answer, nor the work done, nor what is written (OWASP ASVS 5.0, 6.3.8). Only the audit trail knows.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import has_expired
from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage, after_password
from app.login.attempts import Attempt, is_refused, note_failure, note_success
from app.login.logged_in import LoggedIn, LoggedInAccount
from app.login.visit import Visit
from app.passwords import verify_password
from app.services import services
from app.state.models import Account


def try_password(user_id: str, password: str) -> LoggedIn | None:
    """Begin a session at the stage that a right password leads to; ``None`` if it is refused."""
    visit = Visit.of_request()
    attempt = visit.attempt(user_id)
    with services().database.session() as db:
        account = _account(db, user_id)
    checked = account.password_hash if account else None
    is_right = verify_password(checked, password)
    who = LoggedInAccount.of(account) if account else None
    subject = f"account:{who.user_id}" if who else ""
    details = {} if who else {"user_id_hash": attempt.user_id_hash}
    entered = request_event(Kind.LOG_IN, subject=subject, account=who)
    refused = request_event(Kind.LOG_IN_REFUSED, subject=subject, details=details, account=who)

    def log_in(transaction: Transaction) -> LoggedIn | None:
        db = transaction.session
        found = _account(db, user_id)
        is_still_right = is_right and found is not None and found.password_hash == checked
        problem = _problem(db, attempt, found, is_right=is_still_right)
        if found is None or problem:
            note_failure(db, attempt)
            transaction.record(replace(refused, outcome=problem))
            return None
        stage = after_password(
            has_second_factor=found.second_factor is not None,
            must_have_one=visit.must_have_second_factor,
            must_change_password=found.must_change_password,
        )
        if (
            stage is not Stage.SECOND_FACTOR
        ):  # else failures stay counted: the password would buy more guesses at the code
            note_success(db, attempt)
        transaction.record(replace(entered, outcome=stage.value))
        return visit.go_on(db, found, stage)

    return services().audit.commit(log_in)


def _account(db: Session, user_id: str) -> Account | None:
    """``None`` also for what no database column could hold: PostgreSQL takes no NUL."""
    if "\0" in user_id:
        return None
    return db.scalars(select(Account).where(Account.user_id == user_id)).one_or_none()


def _problem(db: Session, attempt: Attempt, account: Account | None, *, is_right: bool) -> str:
    """Why the log-in is refused, as the audit trail has it; ``""`` if it is not."""
    is_locked = is_refused(db, attempt)
    if account is None:
        return "unknown_user"
    if is_locked:
        return "locked"
    if not is_right:
        return "wrong_password"
    if account.disabled_at:
        return "disabled"
    return "password_expired" if has_expired(account, attempt.now) else ""
