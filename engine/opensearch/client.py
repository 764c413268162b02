"""The one way requests reach OpenSearch: bounded in time, verified, and silent about their bodies."""

import base64
import logging
import re
import ssl
from pathlib import Path
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NodeConnectionError,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)
from urllib3 import Timeout
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from engine.contract import EngineError, EngineUnavailableError
from engine.lookup_time import seconds_left
from engine.opensearch.timed_connection import TimedNodeConnection
from engine.url import OpenSearchNode

_NAME_OF_ERROR: Final = re.compile(r"[a-z_]{1,100}")
_REFUSED: Final = 429


class RequestFailedError(EngineUnavailableError):
    """A request that got no good answer. Its text holds neither the request nor the answer.

    ``status``: the HTTP status, ``None`` if there was none. ``may_have_arrived``: whether what was asked may have
    been done all the same. ``timed_out``: whether the time was used up.
    """

    def __init__(
        self, text: str, *, status: int | None = None, may_have_arrived: bool = True, timed_out: bool = False
    ) -> None:
        super().__init__(text)
        self.status = status
        self.may_have_arrived = may_have_arrived
        self.timed_out = timed_out


class NodeClient:
    """Requests to one node for one purpose. Safe to use from several threads.

    ``connections``: how many are kept open, at least as many as there are threads that ask. ``timeout_s``: the longest
    a request takes from beginning to end, and the longest all requests of :func:`engine.lookup_time.one_look_up` take
    together. Only the system's own search for the host's address is outside it.
    """

    def __init__(self, node: OpenSearchNode, *, ca_file: Path | None, connections: int, timeout_s: float) -> None:
        silence_bodies()
        self.timeout_s = timeout_s
        self._client = OpenSearch(
            hosts=[{"host": node.host, "port": node.port, "use_ssl": node.tls}],
            connection_class=TimedNodeConnection,
            headers=_authorization(node),
            ssl_context=_tls(ca_file) if node.tls else None,
            pool_maxsize=connections,
            timeout=timeout_s,
            max_retries=0,
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | str | bytes | None = None,
        params: dict[str, Any] | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """Ask once, and give the answer's JSON object. A body that is text or bytes is lines of JSON.

        ``timeout_s``: a shorter limit for this request.

        Raises :class:`RequestFailedError`, also for an answer that is no JSON object.
        """
        left = min(seconds_left(self.timeout_s), self.timeout_s if timeout_s is None else timeout_s)
        if left <= 0:
            raise RequestFailedError("OpenSearch did not answer in time.", may_have_arrived=False, timed_out=True)
        lines = {"content-type": "application/x-ndjson"} if isinstance(body, str | bytes) else None
        limit: Any = Timeout(total=left)
        try:
            answer = self._client.transport.perform_request(
                method, path, params=params, body=body, headers=lines, timeout=limit
            )
        except OpenSearchException as error:
            failure = _failure(error)
        else:
            if isinstance(answer, dict):
                return answer
            failure = RequestFailedError("OpenSearch's answer is not what it should be.")
        raise failure

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class _WarningsOnly(logging.Filter):
    """Keeps back what the client logs below WARNING, whatever level is set: whole request and answer bodies."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log it."""
        return record.levelno >= logging.WARNING


_WARNINGS_ONLY: Final = _WarningsOnly()


def silence_bodies() -> None:
    """Keep patients' data out of the client's logs."""
    for name in ("opensearch", "opensearchpy.trace"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
        logger.addFilter(_WARNINGS_ONLY)


def _authorization(node: OpenSearchNode) -> dict[str, str]:
    """Basic authentication in UTF-8 (RFC 7617); the client's own is Latin-1."""
    if not node.user:
        return {}
    credentials = base64.b64encode(f"{node.user}:{node.password}".encode()).decode("ascii")
    return {"authorization": f"Basic {credentials}"}


def _tls(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError:
        failure = EngineError(f"The file of trusted certificates cannot be read: {ca_file}")
    raise failure


def _failure(error: OpenSearchException) -> RequestFailedError:
    """What went wrong, without the client's own text, which can hold bodies."""
    if isinstance(error, ConnectionTimeout):
        return RequestFailedError("OpenSearch did not answer in time.", timed_out=True)
    if isinstance(error, SSLError):
        return RequestFailedError("OpenSearch's certificate or TLS is not accepted.", may_have_arrived=False)
    if isinstance(error, NodeConnectionError):
        never_connected = isinstance(error.info, NewConnectionError | ConnectTimeoutError)
        return RequestFailedError("OpenSearch cannot be reached.", may_have_arrived=not never_connected)
    if isinstance(error, TransportError) and isinstance(error.status_code, int):
        return RequestFailedError(
            f"OpenSearch answered {error.status_code}{_kind(error)}.",
            status=error.status_code,
            may_have_arrived=error.status_code != _REFUSED,
        )
    return RequestFailedError("OpenSearch's answer is not what it should be.")


def _kind(error: TransportError) -> str:
    """The name of the error, where the answer gave one."""
    return f" ({error.error})" if _NAME_OF_ERROR.fullmatch(str(error.error)) else ""
