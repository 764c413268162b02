"""Recovery codes: ten, each for one log-in without the authenticator app. Only their keyed hashes are kept."""

import secrets
import unicodedata
from datetime import datetime
from typing import Final

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.audit.hashes import keyed_hash
from app.audit.keys import AuditKey, AuditKeys
from app.state.models import RecoveryCode

HOW_MANY: Final = 10

_CHARACTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""None that is taken for another on paper."""

_LENGTH: Final = 12
_GROUP: Final = 4


def replace_codes(session: Session, account_id: int, key: AuditKey) -> tuple[str, ...]:
    """Make an account's codes, which are to be shown once; the former ones are worth nothing from now on."""
    codes = tuple(_new_code() for _ in range(HOW_MANY))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    for code in codes:
        session.add(RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code, key)))
    session.flush()
    return tuple("-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP)) for code in codes)


def use_code(session: Session, account_id: int, typed: str, keys: AuditKeys, now: datetime) -> bool:
    """Use a code up; false if it is none of the account's, or used already. In a transaction of the audit trail."""
    code = read_code(typed)
    hashes = [_hash(account_id, code, key) for key in keys.keys]
    found = session.scalars(_unused(account_id).where(RecoveryCode.code_hash.in_(hashes))).first()
    if found is None:
        return False
    found.used_at = now
    session.flush()
    return True


def codes_left(session: Session, account_id: int) -> int:
    """How many of an account's codes are not used yet."""
    return session.scalar(_unused(account_id).with_only_columns(func.count())) or 0


def read_code(typed: str) -> str:
    """A code without what does not matter in it: width, letter case, hyphens, white space."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in folded if character.isalnum())


def _unused(account_id: int) -> Select[RecoveryCode]:
    return select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))


def _new_code() -> str:
    """Some 59 random bits."""
    return "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))


def _hash(account_id: int, code: str, key: AuditKey) -> str:
    return keyed_hash("recovery_code", f"{account_id} {code}", key)
