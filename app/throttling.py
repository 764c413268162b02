"""Which requests are throttled: log-ins, and look-ups."""

from typing import Final

from flask import Flask, abort, request

from app.settings import Settings
from app.throttle import Throttle

_NO_LOOK_UP: Final = frozenset({"clear", "next"})
"""Values of ``action`` with which the look-up's form searches for nobody."""


def install(app: Flask, settings: Settings) -> None:
    """Count by the connection's address, before a password is checked or a record sought; refuse with 429."""
    log_ins = Throttle(settings.log_ins_per_minute)
    look_ups = Throttle(settings.look_ups_per_minute)

    def throttle() -> None:
        address = request.remote_addr or ""
        match request.endpoint:
            case "login.log_in":
                allowed = log_ins.allow(address)
            case "lookup.submit":
                allowed = request.form.get("action") in _NO_LOOK_UP or look_ups.allow(address)
            case _:
                allowed = True
        if not allowed:
            abort(429)

    app.before_request(throttle)
