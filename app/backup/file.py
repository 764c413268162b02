"""A backup file: gzip of lines of JSON. A header, the rows table by table, and a signature over all lines before it.

The signature (HMAC-SHA256 with the audit key) keeps whoever can reach the file, but not the key file, from adding an
account or taking events away.
"""

import gzip
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from app.audit.keys import AuditKey, AuditKeys
from app.service_error import ServiceError

FORMAT: Final = "shikaku backup 1"


class BackupError(ServiceError):
    """A file that is not a whole backup of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``schema``: the migration that the tables are at. ``sequence``: of the last event. ``key_id``: who signed."""

    format: str
    schema: str
    made_at: str
    sequence: int
    key_id: str


Values = Mapping[str, Any]
Row = tuple[str, dict[str, Any]]
"""The table's name, and the values by column as JSON holds them."""


class BackupWriter:
    """Writes a file's lines, and signs them at the end."""

    def __init__(self, file: gzip.GzipFile, header: Header, key: AuditKey) -> None:
        self._file = file
        self._signature = hmac.new(key.checkpoints, digestmod=hashlib.sha256)
        self._line(asdict(header))

    def row(self, table: str, values: Values) -> None:
        """Add a row."""
        self._line({"table": table, "row": values})

    def end(self) -> None:
        """Sign what was written."""
        self._file.write(_encoded({"signature": self._signature.hexdigest()}))

    def _line(self, values: Values) -> None:
        line = _encoded(values)
        self._signature.update(line)
        self._file.write(line)


def check(path: Path, keys: AuditKeys) -> Header:
    """Read a file to its end, and give its header if the signature is right.

    Raises :class:`BackupError`.
    """
    lines = _proved(path, keys)
    header = _header(next(lines), path)
    for _ in lines:
        pass
    return header


def read_rows(path: Path, keys: AuditKeys) -> Iterator[Row]:
    """The rows of a file in their order. Only its end proves them: whatever was made of them before may be forged.

    Raises :class:`BackupError`.
    """
    for line in _proved(path, keys):
        values = json.loads(line)
        if "table" in values:
            yield values["table"], values["row"]


def _proved(path: Path, keys: AuditKeys) -> Iterator[bytes]:
    """The lines, the header first, and then an error unless the signature is right and stands at the very end."""
    lines = _lines(path)
    signature: hmac.HMAC | None = None
    for line in lines:
        if signature is None:
            signature = hmac.new(_key_of(_header(line, path), path, keys).checkpoints, digestmod=hashlib.sha256)
        elif line.startswith(b'{"signature":'):
            is_right = hmac.compare_digest(line, _encoded({"signature": signature.hexdigest()}))
            if is_right and next(lines, None) is None:
                return
            raise BackupError(f"{path} was changed after it was made; it is not restored")
        signature.update(line)
        yield line
    raise BackupError(f"{path} is not a whole backup")


def _header(line: bytes, path: Path) -> Header:
    try:
        header = Header(**json.loads(line))
    except (TypeError, ValueError):
        raise BackupError(f"{path} is not a backup") from None
    if header.format != FORMAT:
        raise BackupError(f"{path} is not a backup that this version knows")
    return header


def _key_of(header: Header, path: Path, keys: AuditKeys) -> AuditKey:
    key = keys.find(header.key_id)
    if key is None:
        raise BackupError(f"{path} was signed by an audit key that is not in the key file; restore the key file first")
    return key


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except FileNotFoundError:
        raise BackupError(f"there is no file {path}") from None
    except (OSError, EOFError, zlib.error):
        raise BackupError(f"{path} cannot be read as a backup") from None


def _encoded(values: Values) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
