"""How many different records were written, without remembering them all.

The node says of each document whether it was new. Only when an answer was lost, and the documents sent again, is that
not known: a document that is "updated" then was there before, or was made by the request whose answer was lost.
So every new record's id is noted in a temporary file, which is read only if there was such a doubt.
"""

import hashlib
import tempfile
import weakref
from collections import Counter
from typing import Final

from engine.document import Document

_DIGEST: Final = 16
_READ: Final = _DIGEST * 65536


class Written:
    """Counts records by insurer number."""

    def __init__(self) -> None:
        self._created: Counter[str] = Counter()
        self._perhaps: dict[bytes, str] = {}
        self._noted = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        weakref.finalize(self, self._noted.close)

    def created(self, document: Document) -> None:
        """The node said that this record is new."""
        self._created[document.insurer_number] += 1
        self._noted.write(_digest(document.record_id))

    def perhaps_created(self, document: Document) -> None:
        """This record is there, and it is not known whether it was there before."""
        self._perhaps[_digest(document.record_id)] = document.insurer_number

    def by_insurer(self) -> Counter[str]:
        """Records by insurer number."""
        if self._perhaps:
            self._settle()
        return Counter(self._created)

    def close(self) -> None:
        """Give the temporary file back."""
        self._noted.close()

    def _settle(self) -> None:
        """Of those in doubt, the ones that were never said to be new were made by a request whose answer was lost."""
        self._noted.seek(0)
        while noted := self._noted.read(_READ):
            for start in range(0, len(noted), _DIGEST):
                self._perhaps.pop(noted[start : start + _DIGEST], None)
        for digest, insurer_number in self._perhaps.items():
            self._created[insurer_number] += 1
            self._noted.write(digest)
        self._perhaps.clear()


def _digest(record_id: str) -> bytes:
    return hashlib.blake2b(record_id.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
