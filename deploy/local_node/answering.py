"""Asking a node over HTTP whether it is up."""

import http.client
import json

from deploy.local_node.ports import LOOPBACK

_SECONDS_TO_ANSWER = 5


def answered_version(port: int) -> str | None:
    """Give the server version that answers on this loopback port; None if nothing like it answers."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=_SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        return str(json.load(response)["version"]["number"])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()
