"""How often an address may try a password or a code in a minute, right or wrong."""

from flask import abort, request

from app.audit.event import Kind
from app.audit.request_event import request_event
from app.services import services


def refuse_too_many() -> None:
    """Count the request, and answer 429 for one too many, before anything is checked.

    Recorded once a minute for an address: whoever goes on trying fills no trail.
    """
    if services().log_ins.allow(request.remote_addr):
        return
    if services().refused_log_ins.allow(request.remote_addr):
        services().audit.record(request_event(Kind.LOG_IN_REFUSED, outcome="too_often"))
    abort(429)
