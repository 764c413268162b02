"""The address of the SMTP server, as SHIKAKU_SMTP_URL has it. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

FORMS: Final = "smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT"


class Security(StrEnum):
    """How the connection is protected; the values are the URL's schemes."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS: Final = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where e-mail is handed over. ``user`` is empty where the server asks for none."""

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """Read an address. A user needs TLS: a password never goes out in clear.

    Raises :class:`ValueError`, whose text never repeats the address.
    """
    try:
        parts = urlsplit(url)
        security, port = Security(parts.scheme), parts.port
        host = (parts.hostname or "").encode("ascii").decode("ascii")
    except ValueError:  # of UnicodeEncodeError, too
        raise ValueError("not the address of an SMTP server") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    wrong = (
        not host
        or any(character.isspace() for character in url)
        or port == 0
        or parts.path not in {"", "/"}
        or bool(parts.query or parts.fragment)
        or bool(user) != bool(password)
        or (bool(user) and security is Security.NONE)
    )
    if wrong:
        raise ValueError("not the address of an SMTP server")
    return SmtpServer(host=host, port=port or _PORTS[security], security=security, user=user, password=password)
