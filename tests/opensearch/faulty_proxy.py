"""A proxy before a node, on loopback only, that can be away, hang, be slow, or lose requests and answers."""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_CHUNK = 65536


class FaultyProxy:
    """Passes bytes on, unless told otherwise. A context manager.

    ``answers_to_lose``: so many of the next ones. ``loses_request``, ``loses_answer``: of the next request that begins
    so, and only that one; the connection breaks. ``delay_s``: before each answer. ``drips_after``: what of an answer
    comes after these bytes comes byte by byte, ``drip_s`` apart.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port = 0
        self.hangs = False
        self.answers_to_lose = 0
        self.loses_request = self.loses_answer = b""
        self.delay_s = 0.0
        self.drips_after: bytes | None = None
        self.drip_s = 0.05
        self.connections = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the same port each time."""
        listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        """Be away: listen no more, and break every connection."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.break_connections()

    def break_connections(self) -> None:
        """Break every connection, but go on listening."""
        with self._lock:
            broken, self._open = self._open, set()
        for each in broken:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            self._keep(client)
            if not self.hangs:
                node = socket.create_connection(self._target)
                self._keep(node)
                for source, sink, is_answer in ((client, node, False), (node, client, True)):
                    threading.Thread(target=self._pass_on, args=(source, sink, is_answer), daemon=True).start()

    def _keep(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def _pass_on(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if self._loses(data, is_answer):
                    break
                if is_answer and self.delay_s:
                    time.sleep(self.delay_s)
                if is_answer and self.drips_after is not None:
                    self._drip(data, sink, self.drips_after)
                elif not self.hangs:
                    sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            with self._lock:
                self._open.discard(each)

    def _loses(self, data: bytes, is_answer: bool) -> bool:
        if is_answer:
            self.answers_to_lose, lost = max(0, self.answers_to_lose - 1), self.answers_to_lose > 0
            return lost
        if self.loses_answer and data.startswith(self.loses_answer):
            self.loses_answer = b""
            self.answers_to_lose = 1
        if self.loses_request and data.startswith(self.loses_request):
            self.loses_request = b""
            return True
        return False

    def _drip(self, data: bytes, sink: socket.socket, after: bytes) -> None:
        at_once = data.index(after) + len(after)
        sink.sendall(data[:at_once])
        for position in range(at_once, len(data)):
            time.sleep(self.drip_s)
            sink.sendall(data[position : position + 1])
