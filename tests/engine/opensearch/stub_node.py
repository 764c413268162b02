"""A stand-in for a node, for answers that a real one cannot be made to give. It listens on loopback only."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine.url import OpenSearchNode


@dataclass
class StubNode:
    """Gives the prepared answers in turn, the last one for ever, and keeps what it was asked."""

    answers: list[tuple[int, bytes]]
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    tls: bool = False

    @property
    def node(self) -> OpenSearchNode:
        """Where it listens."""
        return OpenSearchNode(host="127.0.0.1", port=self.port, tls=self.tls, user="shikaku", password="CANARY-秘密")

    def next_answer(self) -> tuple[int, bytes]:
        """The answer whose turn it is."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def json_answer(value: Any, status: int = 200) -> tuple[int, bytes]:
    """An answer that is JSON."""
    return status, json.dumps(value).encode()


@contextmanager
def stub_node(*answers: tuple[int, bytes], tls: ssl.SSLContext | None = None) -> Iterator[StubNode]:
    """Listen while the block runs."""
    stub = StubNode(list(answers), tls=tls is not None)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            stub.asked.append((f"{self.command} {self.path}", {k.lower(): v for k, v in self.headers.items()}, body))
            status, content = stub.next_answer()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    stub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
