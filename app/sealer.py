"""Encryption at rest, for what must lie in the database and be read there by nobody."""

import hashlib
import hmac
import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.keys import Key


class SealBrokenError(Exception):
    """Sealed by no key we hold, or altered since."""


class Sealer:
    """Seals bytes with the newest key (Fernet: AES-128-CBC and HMAC-SHA256) and opens them with any.

    It also derives bytes that need not be kept.
    """

    def __init__(self, keys: Sequence[Key]) -> None:
        self._fernet = MultiFernet([Fernet(key.key) for key in keys])
        self._to_derive = hmac.digest(keys[0].key.encode("ascii"), b"shikaku derived", hashlib.sha256)

    def seal(self, plain: bytes) -> bytes:
        """Encrypt and sign."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Check and decrypt.

        Raises :class:`SealBrokenError`.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SealBrokenError from None

    def derive(self, *parts: str) -> bytes:
        """32 bytes, the same whenever the same parts are given, which nobody finds without the newest key.

        HMAC-SHA256 of the parts, with a key of its own.
        """
        return hmac.digest(self._to_derive, json.dumps(parts).encode("ascii"), hashlib.sha256)
