"""The engine's URL: ``sqlite:///FOLDER`` or ``http(s)://USER:PASSWORD@HOST:PORT``."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from engine.contract import EngineError

DEFAULT_OPENSEARCH_PORT: Final = 9200

_SQLITE: Final = "sqlite:///"
_FORMS: Final = "it must be sqlite:///FOLDER or http(s)://USER:PASSWORD@HOST:PORT"


class EngineUrlError(EngineError):
    """The engine's URL is wrong. The text never holds it: the password may stand anywhere in a wrong URL."""


@dataclass(frozen=True, slots=True)
class SqliteFolder:
    """The folder of the embedded engine. Three slashes and a path: ``sqlite:////srv/records`` is absolute."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSearchNode:
    """Where OpenSearch answers, and as whom we ask."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def parse_engine_url(url: str) -> SqliteFolder | OpenSearchNode:
    """Read an engine's URL.

    Raises :class:`EngineUrlError`.
    """
    if url.startswith(_SQLITE):
        return _sqlite_folder(url.removeprefix(_SQLITE))
    parts = _split(url)
    if parts.scheme not in {"http", "https"}:
        raise EngineUrlError(f"The engine URL is of no known kind: {_FORMS}.")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise EngineUrlError(f"The engine URL must end after the port: {_FORMS}.")
    return _opensearch_node(parts)


def _sqlite_folder(path: str) -> SqliteFolder:
    if not path.strip("/ ") or "\0" in path:
        raise EngineUrlError(f"The engine URL names no folder: {_FORMS}.")
    return SqliteFolder(Path(path))


def _split(url: str) -> SplitResult:
    if not url.isprintable() or " " in url:
        raise EngineUrlError(f"The engine URL holds white space or control characters: {_FORMS}.")
    try:
        return urlsplit(url)
    except ValueError:
        failure = EngineUrlError(f"The engine URL cannot be read: {_FORMS}.")
    raise failure


def _opensearch_node(parts: SplitResult) -> OpenSearchNode:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not parts.hostname:
        raise EngineUrlError(f"The engine URL names no host: {_FORMS}.")
    if bool(user) != bool(password):
        raise EngineUrlError(f"The engine URL must name both user and password, or neither: {_FORMS}.")
    return OpenSearchNode(
        host=parts.hostname, port=_port(parts), tls=parts.scheme == "https", user=user, password=password
    )


def _port(parts: SplitResult) -> int:
    try:
        return DEFAULT_OPENSEARCH_PORT if parts.port is None else parts.port
    except ValueError:
        failure = EngineUrlError(f"The engine URL's port is no number from 0 to 65535: {_FORMS}.")
    raise failure
