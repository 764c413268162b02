"""The headers that keep a page to itself (OWASP ASVS 5.0, 3.4 and 14.3.2)."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, request

from app.services import services

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer."""

STRICT_TRANSPORT: Final = "max-age=31536000"
"""``Strict-Transport-Security``, where the service is behind https."""

_MAY_BE_STORED: Final = frozenset({"static", "health.alive", "health.ready"})


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if services().settings.https:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint not in _MAY_BE_STORED:
        response.headers["Cache-Control"] = "no-store"
    return response
