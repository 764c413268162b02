"""A step of the first log-in: setting up the second factor that every account must have."""

from dataclasses import dataclass, field, replace

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage, after_second_factor
from app.login.logged_in import LoggedIn
from app.login.visit import Visit
from app.second_factor.enrolment import Enrolment, set_second_factor
from app.services import services


@dataclass(frozen=True, slots=True)
class Enrolled:
    """``recovery_codes`` are to be shown once."""

    user: LoggedIn
    recovery_codes: tuple[str, ...] = field(repr=False)


def enrol(user: LoggedIn, enrolment: Enrolment, step: int) -> Enrolled | None:
    """Make it the account's second factor and go on; ``None`` if the account has one by now."""
    visit = Visit.of_request()
    subject = f"account:{user.account.user_id}"
    was_set = request_event(Kind.SECOND_FACTOR_SET, subject=subject)
    made = request_event(Kind.RECOVERY_CODES_MADE, subject=subject)
    entered = request_event(Kind.LOG_IN, subject=subject)

    def go_on(transaction: Transaction) -> Enrolled | None:
        db = transaction.session
        so_far = visit.session_at(db, Stage.ENROLMENT)
        if so_far is None or so_far.account.second_factor is not None:
            return None
        account = so_far.account
        codes = set_second_factor(
            db, account, enrolment.secret, step, sealer=visit.second_factors, key=visit.keys.newest
        )
        stage = after_second_factor(must_change_password=account.must_change_password)
        for event in (was_set, made, replace(entered, outcome=stage.value)):
            transaction.record(event)
        return Enrolled(visit.go_on(db, account, stage), codes)

    return services().audit.commit(go_on)
