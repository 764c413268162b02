"""Setting up a second factor: a secret is shown, and becomes the account's once a code made with it comes back.

Until then it is kept by the page alone, sealed, for the session that it was shown to. The page may be loaded again
after its QR code was scanned: so the secret is derived, and the same until the account has another second factor.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from app.audit.keys import AuditKey
from app.sealer import SealBrokenError, Sealer
from app.second_factor.recovery_codes import replace_codes
from app.second_factor.totp import matching_step, secret_of
from app.state.models import Account

LIFETIME: Final = timedelta(minutes=30)
"""How long a page that showed a secret can confirm it."""


class ShownAt(StrEnum):
    """The page that shows a secret. No two show the same one."""

    LOG_IN = "log_in"
    OWN_ACCOUNT = "own_account"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret that waits for its first code. ``sealed`` is what the page carries."""

    secret: str = field(repr=False)
    sealed: str = field(repr=False)


def begin(sealer: Sealer, session_id: str, now: datetime, *, page: ShownAt, present: bytes | None) -> Enrolment:
    """The secret for a session's account.

    ``present``: the account's second factor so far, sealed; once it is another, the secret is another.
    """
    so_far = hashlib.sha256(present).hexdigest() if present else ""
    secret = secret_of(sealer.derive("enrolment", page, session_id, so_far))
    payload = json.dumps({"secret": secret, "session": session_id, "at": now.timestamp()})
    return Enrolment(secret, sealer.seal(payload.encode("ascii")).decode("ascii"))


def read(sealer: Sealer, sealed: str, session_id: str, now: datetime) -> Enrolment | None:
    """What a page carried; ``None`` if it is not this session's, or too old."""
    try:
        payload = json.loads(sealer.open(sealed.encode("ascii", "replace")))
    except SealBrokenError:
        return None
    age = now.timestamp() - payload["at"]
    if payload["session"] != session_id or age >= LIFETIME.total_seconds():
        return None
    return Enrolment(payload["secret"], sealed)


def confirmed_step(enrolment: Enrolment, typed: str, now: datetime) -> int | None:
    """The time step of a first code that is right; ``None`` if it is wrong."""
    return matching_step(enrolment.secret, typed, now, after=None)


def set_second_factor(
    session: Session, account: Account, secret: str, step: int, *, sealer: Sealer, key: AuditKey
) -> tuple[str, ...]:
    """Give an account its second factor, and new recovery codes, which are to be shown once.

    ``step``: of the code that confirmed it, which is thereby used up. ``key``: for the codes' hashes.
    """
    account.second_factor = sealer.seal(secret.encode("ascii"))
    account.second_factor_step = step
    session.flush()
    return replace_codes(session, account.id, key)
