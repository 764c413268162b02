"""Log-ins that failed, counted for each ユーザID and address, and the locks that follow and heal by themselves.

Whether there is such an account makes no difference. Five failures lock the address they came from for a minute, and
each further one for longer, up to a quarter of an hour. Fifty, from wherever, lock every address from which the
ユーザID did not log in lately; a known address is never locked by what others do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from sqlalchemy import and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from app.audit.hashes import keyed_hash
from app.audit.keys import AuditKey
from app.state.models import LogInAttempts

FREE_FAILURES: Final = 5
LOCKS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15))
"""For the fifth failure from an address and those after it; the last holds for all that follow."""

FREE_FAILURES_EVERYWHERE: Final = 50
PAUSE_EVERYWHERE: Final = timedelta(hours=1)
"""After so long without a failure they are counted anew: no fifty within an hour are ever missed."""

LOCK_EVERYWHERE: Final = timedelta(minutes=15)
KNOWN_FOR: Final = timedelta(days=90)
"""How long an address is known after a log-in from it."""

FORGOTTEN_AFTER: Final = timedelta(days=1)
"""Failures from an address are forgotten when no other came for so long."""

_EVERYWHERE: Final = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to log in. ``user_id_hash``: of what was typed, which may be a password by mistake."""

    user_id_hash: str
    address: str
    now: datetime

    @classmethod
    def of(cls, user_id: str, address: str, now: datetime, key: AuditKey) -> Self:
        """With the hash of what was typed as ユーザID."""
        return cls(_hash(user_id, key), address, now)


def is_refused(session: Session, attempt: Attempt) -> bool:
    """Whether it is locked, so that even the right password does not count."""
    return _is_refused(_read(session, attempt), attempt)


def note_failure(session: Session, attempt: Attempt) -> None:
    """Count a failure. While the attempt is locked nothing changes, though the same is written."""
    before = _read(session, attempt)
    after = dict(before)
    if not _is_refused(before, attempt):
        after[attempt.address] = _after_failure_here(before[attempt.address], attempt.now)
        after[_EVERYWHERE] = _after_failure_everywhere(before[_EVERYWHERE], attempt.now)
    for address, counts in after.items():
        _write(session, attempt, address, counts)


def note_success(session: Session, attempt: Attempt) -> None:
    """Whoever has every factor is known from this address, and its failures are forgotten."""
    before = _read(session, attempt)[attempt.address]
    _write(session, attempt, attempt.address, Counts(is_kept=before.is_kept, succeeded_at=attempt.now))


def is_locked(session: Session, user_id: str, key: AuditKey, now: datetime) -> bool:
    """Whether a ユーザID is locked from some address."""
    locked = and_(LogInAttempts.user_id_hash == _hash(user_id, key), LogInAttempts.locked_until > now)
    return bool(session.scalar(select(exists().where(locked))))


def locked_among(session: Session, user_ids: Iterable[str], key: AuditKey, now: datetime) -> set[str]:
    """Which of these are locked from some address."""
    by_hash = {_hash(user_id, key): user_id for user_id in user_ids}
    locked = select(LogInAttempts.user_id_hash).where(LogInAttempts.locked_until > now).distinct()
    return {by_hash[found] for found in session.scalars(locked) if found in by_hash}


def unlock(session: Session, user_id: str, key: AuditKey) -> None:
    """Forget the failures of a ユーザID, and lift its locks. Known addresses stay known."""
    of_user = update(LogInAttempts).where(LogInAttempts.user_id_hash == _hash(user_id, key))
    session.execute(of_user.values(failures=0, last_failed_at=None, locked_until=None))


def erase_forgotten(session: Session, now: datetime) -> None:
    """Erase what decides nothing any more, such as names that nobody has. Writes only if there is something."""
    failed, locked, succeeded = LogInAttempts.last_failed_at, LogInAttempts.locked_until, LogInAttempts.succeeded_at
    forgotten = and_(
        or_(failed.is_(None), failed <= now - FORGOTTEN_AFTER),
        or_(locked.is_(None), locked <= now),
        or_(succeeded.is_(None), succeeded <= now - KNOWN_FOR),
    )
    if session.scalar(select(exists().where(forgotten))):
        session.execute(delete(LogInAttempts).where(forgotten), execution_options={"synchronize_session": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is known of one address, or of all together. ``is_kept``: whether the table has a row of it."""

    is_kept: bool = False
    failures: int = 0
    last_failed_at: datetime | None = None
    locked_until: datetime | None = None
    succeeded_at: datetime | None = None


def _is_refused(counts: Mapping[str, Counts], attempt: Attempt) -> bool:
    here, everywhere = counts[attempt.address], counts[_EVERYWHERE]
    if _holds(here.locked_until, attempt.now):
        return True
    return _holds(everywhere.locked_until, attempt.now) and not _is_known(here.succeeded_at, attempt.now)


def _after_failure_here(before: Counts, now: datetime) -> Counts:
    failures = _recent(before, now, FORGOTTEN_AFTER) + 1
    beyond = failures - FREE_FAILURES
    locked_until = now + LOCKS[min(beyond, len(LOCKS) - 1)] if beyond >= 0 else None
    return replace(before, failures=failures, last_failed_at=now, locked_until=locked_until)


def _after_failure_everywhere(before: Counts, now: datetime) -> Counts:
    failures = _recent(before, now, PAUSE_EVERYWHERE) + 1
    if failures < FREE_FAILURES_EVERYWHERE:
        return replace(before, failures=failures, last_failed_at=now)
    return replace(before, failures=0, last_failed_at=now, locked_until=now + LOCK_EVERYWHERE)


def _recent(before: Counts, now: datetime, within: timedelta) -> int:
    return before.failures if before.last_failed_at and now - before.last_failed_at < within else 0


def _holds(locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def _is_known(succeeded_at: datetime | None, now: datetime) -> bool:
    return succeeded_at is not None and now - succeeded_at < KNOWN_FOR


def _read(session: Session, attempt: Attempt) -> dict[str, Counts]:
    """By address: the attempt's, and all together."""
    places = (attempt.address, _EVERYWHERE)
    of_both = and_(LogInAttempts.user_id_hash == attempt.user_id_hash, LogInAttempts.address.in_(places))
    rows = session.scalars(select(LogInAttempts).where(of_both), execution_options={"populate_existing": True})
    kept = {row.address: _counts_of(row) for row in rows}
    return {place: kept.get(place, Counts()) for place in places}


def _counts_of(row: LogInAttempts) -> Counts:
    return Counts(
        is_kept=True,
        failures=row.failures,
        last_failed_at=row.last_failed_at,
        locked_until=row.locked_until,
        succeeded_at=row.succeeded_at,
    )


def _write(session: Session, attempt: Attempt, address: str, counts: Counts) -> None:
    """One statement, even where nothing changes: how much is written tells nothing."""
    place = {"user_id_hash": attempt.user_id_hash, "address": address}
    values = {name: value for name, value in asdict(counts).items() if name != "is_kept"}
    if counts.is_kept:
        session.execute(update(LogInAttempts).filter_by(**place).values(values))
    else:
        session.execute(insert(LogInAttempts).values(place | values))


def _hash(user_id: str, key: AuditKey) -> str:
    return keyed_hash("user_id", user_id, key)
