"""One event of the audit trail, and the kinds there are (trust: log-ins, refusals, look-ups, views, changes)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

Detail = str | int | bool | None | Sequence["Detail"] | Mapping[str, "Detail"]
"""What canonical JSON can hold."""


class Kind(StrEnum):
    """What happened. The values are stored for years: none is ever given another meaning."""

    LOG_IN = "log_in"
    LOG_IN_REFUSED = "log_in_refused"
    LOG_OUT = "log_out"
    SESSIONS_ENDED = "sessions_ended"
    SECOND_FACTOR_SET = "second_factor_set"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- a kind, not a password
    ACCESS_REFUSED = "access_refused"

    LOOK_UP = "look_up"
    LOOK_UP_REFUSED = "look_up_refused"
    LIMIT_REACHED = "limit_reached"
    LIST_VIEWED = "list_viewed"
    RECORD_VIEWED = "record_viewed"

    WINDOW_OPENED = "window_opened"
    WINDOW_CHANGED = "window_changed"
    WINDOW_CLOSED = "window_closed"
    NOTICE_GIVEN = "notice_given"
    INSTITUTION_CREATED = "institution_created"
    INSTITUTION_CHANGED = "institution_changed"
    GROUP_CREATED = "group_created"
    GROUP_CHANGED = "group_changed"
    GROUP_REMOVED = "group_removed"
    ACCOUNT_CREATED = "account_created"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_UNLOCKED = "account_unlocked"
    ACCOUNT_RESET = "account_reset"
    USAGE_VIEWED = "usage_viewed"
    USAGE_EXPORTED = "usage_exported"

    AUDIT_VERIFIED = "audit_verified"
    AUDIT_EXPORTED = "audit_exported"
    AUDIT_ASKED_WHO_LOOKED = "audit_asked_who_looked"
    AUDIT_EXPIRED = "audit_expired"
    CHECKPOINT_TAKEN = "checkpoint_taken"
    CHECKPOINT_MISSING = "checkpoint_missing"
    BACKUP_MADE = "backup_made"
    RESTORED = "restored"
    KEYS_ROTATED = "keys_rotated"


DONE: Final = "done"
"""The outcome of what was done as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who, and from where.

    ``user_id`` is as it was then. At the command line it is ``command:`` and the system's user; for what the service
    does by itself, ``service``. ``institution`` is the ten-digit code.
    """

    account_id: int | None = None
    user_id: str = ""
    role: str = ""
    institution_id: int | None = None
    institution: str = ""
    address: str = ""


SERVICE: Final = Actor(user_id="service")
"""The service itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is recorded.

    ``at``: when. ``outcome``: how it ended, a word. ``subject``: what it was about, such as ``window:3`` or
    ``account:desk1``. ``record``: keyed hash of the record shown. ``person``: keyed hash that is the same for look-ups
    of the same person. ``details``: everything else, never a patient's fact in clear.
    """

    kind: Kind
    actor: Actor
    at: datetime
    outcome: str = DONE
    subject: str = ""
    record: str | None = None
    person: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)


def canonical(value: Detail) -> str:
    """JSON with one spelling: keys in order, no white space, no escapes but those JSON demands."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
