"""Time-based one-time codes (RFC 6238: SHA-1, six digits, thirty seconds, as in every authenticator app). Pure."""

import base64
import hmac
import unicodedata
from datetime import datetime
from typing import Final

import pyotp

ISSUER: Final = "資格情報照会"
"""What an authenticator app shows the code under."""

STEP_S: Final = 30
_STEPS_OFF: Final = 1
"""How many steps the clock of a telephone may be ahead or behind."""

_SECRET_BYTES: Final = 20


def secret_of(random: bytes) -> str:
    """The first 160 of at least so many random bits, in Base32."""
    return base64.b32encode(random[:_SECRET_BYTES]).decode("ascii")


def enrolment_uri(secret: str, user_id: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user_id, issuer_name=ISSUER)


def matching_step(secret: str, typed: str, now: datetime, *, after: int | None) -> int | None:
    """The time step that a typed code belongs to; ``None`` if it is none that counts now.

    ``after``: the step of the code used last. That code and all before it are used up, since none counts twice.
    """
    code = read_code(typed)
    present = int(now.timestamp()) // STEP_S
    matching = None
    for step in range(present - _STEPS_OFF, present + _STEPS_OFF + 1):
        right = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step).encode(), code.encode("utf-8", "replace"))
        if right and (after is None or step > after):
            matching = step
    return matching


def read_code(typed: str) -> str:
    """A code without what does not matter in it: width of its digits, white space."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def in_groups(secret: str) -> str:
    """The secret for people who type it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
