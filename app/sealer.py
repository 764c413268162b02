"""Encryption at rest, for what must lie in the database and be read there by nobody."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.keys import Key


class SealBrokenError(Exception):
    """Sealed by no key we hold, or altered since."""


class Sealer:
    """Seals bytes with the newest key (Fernet: AES-128-CBC and HMAC-SHA256) and opens them with any."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._fernet = MultiFernet([Fernet(key.key) for key in keys])

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
