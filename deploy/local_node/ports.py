"""Choosing the loopback ports a node listens on."""

import socket

from deploy.local_node.errors import LocalNodeError

LOOPBACK = "127.0.0.1"
USUAL_HTTP_PORT = 9200
USUAL_TRANSPORT_PORT = 9300
_HOW_MANY_TO_TRY = 100


def is_free(port: int) -> bool:
    """Say whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def next_free(first: int) -> int:
    """Give `first`, or the nearest free port above it."""
    for port in range(first, first + _HOW_MANY_TO_TRY):
        if is_free(port):
            return port
    raise LocalNodeError(f"no free port on {LOOPBACK} from {first} to {first + _HOW_MANY_TO_TRY - 1}")
