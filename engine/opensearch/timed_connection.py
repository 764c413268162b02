"""Connections that keep a request's time limit as a whole.

A socket's own limit begins anew with every byte that arrives and with every address that is tried, so a node that sends
its answer drop by drop could hold a request for any time. Here each step gets only what the steps before it left:
connecting to one address after another, TLS, and every read of the answer.
"""

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from opensearchpy import Urllib3HttpConnection
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SHORTEST_S: Final = 0.001
"""A socket with the limit 0 would not wait at all, and none may have less."""


class TimedNodeConnection(Urllib3HttpConnection):
    """The client's connection pool, with connections of this module."""

    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        self.pool.ConnectionCls = _TimedHttps if self.use_ssl else _TimedHttp


class _TimedAnswer(http.client.HTTPResponse):
    """An answer that has only the time which its socket's limit allows when reading begins."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock))


class _TimedReader(io.RawIOBase):
    """Reads from a socket until its time, counted from now, is used up; then raises ``TimeoutError``."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._left = _countdown(sock.gettimeout())

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        """Read what is there, waiting no longer than is left."""
        left = self._left()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _TimedHttp(HTTPConnection):
    """Connects within its limit, however many addresses the host's name has."""

    response_class = _TimedAnswer

    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _TimedHttps(HTTPSConnection):
    """The same; TLS gets the time that connecting has left."""

    response_class = _TimedAnswer

    def _new_conn(self) -> socket.socket:
        return _connect(self)


def _connect(connection: HTTPConnection) -> socket.socket:
    left = _countdown(connection.timeout)
    try:
        found = socket.getaddrinfo(connection.host.strip("[]"), connection.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NewConnectionError(connection, "The host's name is not known.") from None
    for *_, address in found:
        if left() <= 0:
            break
        try:
            connected = create_connection(
                (str(address[0]), connection.port),
                max(left(), _SHORTEST_S),
                socket_options=connection.socket_options,
            )
        except OSError:
            continue
        connected.settimeout(max(left(), _SHORTEST_S))
        return connected
    if left() <= 0:
        raise ConnectTimeoutError(connection, "The time was used up before there was a connection.")
    raise NewConnectionError(connection, "No address of the host accepts connections.")


def _countdown(limit_s: float | None) -> Callable[[], float]:
    """What is left of so many seconds from now. Every request here has a limit."""
    give_up = time.monotonic() + (limit_s or 0.0)
    return lambda: give_up - time.monotonic()
