"""An e-mail as it goes to the server. Pure: the same row makes the same message each time."""

import hashlib
from email.header import Header
from email.headerregistry import Address
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from app.mail.address import parse_address
from app.state.models import OutgoingMail


def compose(mail: OutgoingMail, body: str, sender: Address) -> MIMEText:
    """Plain text from ``sender`` to the mail's one address.

    Message-ID and Date do not change when it is tried again, so that a recipient's server knows one that was taken
    twice, since the connection broke before the first answer, for what it is.

    The newer EmailMessage is of no use here: it loses a space between two Japanese words where it folds a subject.

    Raises :class:`ValueError` if its address cannot stand in a header.
    """
    message = MIMEText("\r\n".join(body.splitlines()), "plain", "utf-8")
    message["From"] = _named(sender)
    message["To"] = _named(parse_address(mail.to_address))
    message["Subject"] = Header(one_line(mail.subject), "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{_identity(mail)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def one_line(text: str) -> str:
    """With every run of white space, line ends among it, made one space: nothing can begin a header of its own."""
    return " ".join(text.split())


def _named(address: Address) -> str:
    return formataddr((address.display_name, address.addr_spec), "utf-8")


def _identity(mail: OutgoingMail) -> str:
    parts = (str(mail.id), mail.created_at.isoformat(), mail.to_address, mail.subject)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
