"""The second step of a log-in: the code of the account's second factor. Wrong ones count like wrong passwords."""

from dataclasses import dataclass, replace

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage, after_second_factor
from app.login.attempts import is_refused, note_failure, note_success
from app.login.logged_in import LoggedIn
from app.login.visit import Visit
from app.second_factor.check import Used, use_second_factor
from app.second_factor.recovery_codes import codes_left
from app.services import services


@dataclass(frozen=True, slots=True)
class Entered:
    """``recovery_codes_left``: if one was used; else ``None``."""

    user: LoggedIn
    recovery_codes_left: int | None


def try_code(user: LoggedIn, typed: str) -> Entered | None:
    """Go on to the next stage with a right code; ``None`` if it is refused."""
    visit = Visit.of_request()
    attempt = visit.attempt(user.account.user_id)
    subject = f"account:{user.account.user_id}"
    entered = request_event(Kind.LOG_IN, subject=subject)
    recovered = request_event(Kind.RECOVERY_CODE_USED, subject=subject)
    refused = request_event(Kind.LOG_IN_REFUSED, subject=subject)

    def log_in(transaction: Transaction) -> Entered | None:
        db = transaction.session
        so_far = visit.session_at(db, Stage.SECOND_FACTOR)
        is_locked = is_refused(db, attempt)
        used = None
        if so_far and not is_locked:
            used = use_second_factor(db, so_far.account, typed, visit.now, sealer=visit.second_factors, keys=visit.keys)
        if so_far is None or used is None:
            note_failure(db, attempt)
            transaction.record(replace(refused, outcome="locked" if is_locked else "wrong_code"))
            return None
        note_success(db, attempt)
        account, left = so_far.account, None
        if used is Used.RECOVERY_CODE:
            left = codes_left(db, account.id)
            transaction.record(replace(recovered, details={"left": left}))
        stage = after_second_factor(must_change_password=account.must_change_password)
        transaction.record(replace(entered, outcome=stage.value))
        return Entered(visit.go_on(db, account, stage), left)

    return services().audit.commit(log_in)
