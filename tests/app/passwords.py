"""Whether a password is an account's, without logging in."""

from sqlalchemy.orm import Session

from app.accounts import find_account
from app.passwords import verify_password


def is_password_of(session: Session, user_id: str, password: str) -> bool:
    return verify_password(find_account(session, user_id).password_hash, password)
