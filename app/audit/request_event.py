"""Events of the current request: who sent it, from where, and when."""

from collections.abc import Mapping
from typing import Final

from flask import request

from app.audit.event import DONE, Actor, Detail, Event, Kind
from app.login.logged_in import LoggedInAccount, logged_in_so_far
from app.services import services

_NO_DETAILS: Final[Mapping[str, Detail]] = {}
_LONGEST_ADDRESS: Final = 64


def request_event(
    kind: Kind,
    *,
    outcome: str = DONE,
    subject: str = "",
    record: str | None = None,
    person: str | None = None,
    details: Mapping[str, Detail] = _NO_DETAILS,
    account: LoggedInAccount | None = None,
) -> Event:
    """An event of whoever is logged in, or of ``account``, which is about to be. Fields as in :class:`Event`."""
    return Event(
        kind=kind,
        actor=actor_of_request(account),
        at=services().clock.now(),
        outcome=outcome,
        subject=subject,
        record=record,
        person=person,
        details=details,
    )


def actor_of_request(account: LoggedInAccount | None = None) -> Actor:
    """Who sent the request; only the address of somebody who is not logged in."""
    user = logged_in_so_far()
    account = account or (user.account if user else None)
    address = (request.remote_addr or "")[:_LONGEST_ADDRESS]
    if account is None:
        return Actor(address=address)
    return Actor(
        account_id=account.id,
        user_id=account.user_id,
        role=account.role.value,
        institution_id=account.institution_id,
        institution=account.institution_code or "",
        address=address,
    )
