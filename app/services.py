"""What the views need, in one typed object that belongs to the application."""

from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, current_app

from app.audit.writer import AuditWriter
from app.clock import Clock
from app.mail.sender import MailSender
from app.sealer import Sealer
from app.settings import Settings
from app.state.database import Database
from app.throttle import Throttle
from engine.contract import LookupEngine

_EXTENSION: Final = "shikaku"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``audit`` writes the audit trail, and every change that it tells of.

    ``mail`` sends what is queued; ``None`` where no SMTP server is set.

    ``sealer`` seals stored searches, ``second_factors`` the secrets of second factors. ``log_ins`` and ``look_ups``
    count both by address; ``refused_log_ins`` counts the refusals by ``log_ins`` that are recorded.

    All of it is safe to use from several threads.
    """

    settings: Settings
    clock: Clock
    database: Database
    audit: AuditWriter
    engine: LookupEngine
    sealer: Sealer
    second_factors: Sealer
    log_ins: Throttle
    refused_log_ins: Throttle
    look_ups: Throttle
    mail: MailSender | None = None


def provide(app: Flask, services: Services) -> None:
    """Give an application its services."""
    app.extensions[_EXTENSION] = services


def services() -> Services:
    """The services of the application that handles the current request."""
    return cast("Services", current_app.extensions[_EXTENSION])
