"""Tells the senders of this process that e-mail was queued, as soon as the transaction that did so is committed."""

import threading
from typing import Final
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.orm import Session

_bells: Final[WeakSet[threading.Event]] = WeakSet()
_changing: Final = threading.Lock()


def new_bell() -> threading.Event:
    """An event that is set whenever e-mail was queued, for as long as somebody holds it."""
    bell = threading.Event()
    with _changing:
        _bells.add(bell)
    return bell


def wake_senders_after(session: Session) -> None:
    """Set all bells when the session commits. A savepoint's end sets them, too, which does no harm."""
    if not event.contains(session, "after_commit", _ring):
        event.listen(session, "after_commit", _ring)


def _ring(_session: Session) -> None:
    with _changing:
        bells = list(_bells)
    for bell in bells:
        bell.set()
