"""What is changed of one's own account, each with its events. ``None``: the session ended meanwhile."""

from dataclasses import replace

from app.audit.event import Detail, Kind
from app.audit.request_event import request_event
from app.audit.transaction import Transaction
from app.log_in_stages import Stage
from app.login.logged_in import LoggedIn
from app.login.visit import Visit
from app.login_sessions import Ended, end_all_of, end_session, renew_session, session_id
from app.second_factor import enrolment
from app.second_factor.enrolment import Enrolment
from app.second_factor.recovery_codes import replace_codes
from app.services import services


def change_password(user: LoggedIn, password_hash: str) -> LoggedIn | None:
    """Take the new password. This session goes on under a new token; all others of the account end."""
    visit = Visit.of_request()
    changed = request_event(Kind.PASSWORD_CHANGED, subject=_subject(user))

    def change(transaction: Transaction) -> LoggedIn | None:
        db = transaction.session
        present = visit.session_at(db, Stage.COMPLETE)
        if present is None:
            return None
        present.account.password_hash = password_hash
        token = renew_session(db, user.token)
        ended = end_all_of(db, user.account.id, visit.now, Ended.PASSWORD, except_token=token)
        transaction.record(replace(changed, details={"sessions_ended": ended}))
        return replace(user, token=token, session_id=session_id(token))

    return services().audit.commit(change)


def set_second_factor(user: LoggedIn, confirmed: Enrolment, step: int) -> tuple[str, ...] | None:
    """Take the second factor, in place of a former one; gives the recovery codes to show."""
    visit = Visit.of_request()
    events = [
        request_event(kind, subject=_subject(user)) for kind in (Kind.SECOND_FACTOR_SET, Kind.RECOVERY_CODES_MADE)
    ]

    def change(transaction: Transaction) -> tuple[str, ...] | None:
        present = visit.session_at(transaction.session, Stage.COMPLETE)
        if present is None:
            return None
        transaction.events.extend(events)
        return enrolment.set_second_factor(
            transaction.session,
            present.account,
            confirmed.secret,
            step,
            sealer=visit.second_factors,
            key=visit.keys.newest,
        )

    return services().audit.commit(change)


def make_recovery_codes(user: LoggedIn) -> tuple[str, ...] | None:
    """New recovery codes in place of the former; ``None`` also for an account without a second factor."""
    visit = Visit.of_request()
    made = request_event(Kind.RECOVERY_CODES_MADE, subject=_subject(user))

    def change(transaction: Transaction) -> tuple[str, ...] | None:
        present = visit.session_at(transaction.session, Stage.COMPLETE)
        if present is None or present.account.second_factor is None:
            return None
        transaction.record(made)
        return replace_codes(transaction.session, user.account.id, visit.keys.newest)

    return services().audit.commit(change)


def log_out_everywhere(user: LoggedIn) -> None:
    """End this session, and every other of the account."""
    now = services().clock.now()
    left = request_event(Kind.SESSIONS_ENDED, subject=_subject(user))

    def change(transaction: Transaction) -> None:
        end_session(transaction.session, user.token)
        ended = end_all_of(transaction.session, user.account.id, now, Ended.EVERYWHERE)
        details: dict[str, Detail] = {"because": Ended.EVERYWHERE.value, "sessions_ended": ended + 1}
        transaction.record(replace(left, details=details))

    services().audit.commit(change)


def _subject(user: LoggedIn) -> str:
    return f"account:{user.account.user_id}"
