"""Is what was typed the account's second factor? Whatever is right is used up by that."""

import hmac
from datetime import datetime
from enum import Enum, auto

from sqlalchemy.orm import Session

from app.audit.keys import AuditKeys
from app.exception_log import log_exception
from app.sealer import SealBrokenError, Sealer
from app.second_factor.recovery_codes import use_code
from app.second_factor.totp import matching_step
from app.state.models import Account


class Used(Enum):
    """What was used up."""

    CODE = auto()
    RECOVERY_CODE = auto()


def use_second_factor(
    session: Session, account: Account, typed: str, now: datetime, *, sealer: Sealer, keys: AuditKeys
) -> Used | None:
    """Use a code of the authenticator app, or a recovery code; ``None`` if it is neither.

    In a transaction of the audit trail, of which one runs at a time: so no code counts twice.
    """
    secret = _secret(account, sealer)
    step = matching_step(secret, typed, now, after=account.second_factor_step) if secret else None
    if step is not None:
        account.second_factor_step = step
        session.flush()
        return Used.CODE
    return Used.RECOVERY_CODE if use_code(session, account.id, typed, keys, now) else None


def has_secret(account: Account, secret: str, sealer: Sealer) -> bool:
    """Whether this is the secret of the account's second factor."""
    present = _secret(account, sealer)
    return present is not None and hmac.compare_digest(present, secret)


def _secret(account: Account, sealer: Sealer) -> str | None:
    """Without the key that sealed it, recovery codes are left."""
    if account.second_factor is None:
        return None
    try:
        return sealer.open(account.second_factor).decode("ascii")
    except SealBrokenError as error:
        log_exception("second_factor_unreadable", error)
        return None
