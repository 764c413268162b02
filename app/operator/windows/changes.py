"""Open, change and close a window, each with its notice and its events in one transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.audit.transaction import Transaction, Work
from app.notices.giving import NoticeKind
from app.operator.changes import about, event_of
from app.operator.form_page import at
from app.operator.notice_words import WindowNotice
from app.operator.target import find_target
from app.services import services
from app.state.models import Window
from app.windows import Outage, WindowError, change_window, close_window, open_window
from app.windows.recorded import details_of, subject_of

Read = Mapping[str, Any]
"""A form as its schema read it."""


def opening(read: Read) -> Work[Window]:
    """Open what the form asks for. The work raises :class:`app.operator.form_page.FormError`."""
    now = services().clock.now()

    def open_it(session: Session) -> Window:
        institution, group = find_target(session, read)
        return open_window(session, institution, group=group, now=now, **_terms(read))

    return _with_notice(Kind.WINDOW_OPENED, NoticeKind.OPENED, read, open_it)


def changing(window_id: int, read: Read) -> Work[Window]:
    """Change a window as the form asks. The work raises :class:`app.operator.form_page.FormError`."""
    now = services().clock.now()
    return _with_notice(
        Kind.WINDOW_CHANGED,
        NoticeKind.CHANGED,
        read,
        lambda session: change_window(session, window_id, now=now, **_terms(read)),
    )


def closing(window_id: int, read: Read) -> Work[Window]:
    """Close a window now. The work raises :class:`app.operator.form_page.FormError`."""
    now = services().clock.now()
    return _with_notice(
        Kind.WINDOW_CLOSED, NoticeKind.CLOSED, read, lambda session: close_window(session, window_id, now)
    )


def _with_notice(kind: Kind, notice_kind: NoticeKind, read: Read, make: Callable[[Session], Window]) -> Work[Window]:
    event, notice = event_of(kind), WindowNotice(notice_kind, read)

    def work(transaction: Transaction) -> Window:
        try:
            window = make(transaction.session)
        except WindowError as error:
            raise at(error.field, error) from error
        transaction.record(about(event, subject_of(window), **details_of(window)))
        notice.give(transaction, window)
        return window

    return work


def _terms(read: Read) -> dict[str, Any]:
    return {
        "opens_on": read["opens_on"],
        "closes_on": read["closes_on"],
        "outage": _outage(read),
        "strict": read["strict"],
    }


def as_asked(read: Read) -> Window:
    """A window that is nowhere, for the words of its notice."""
    outage = _outage(read)
    return Window(
        opens_on=read["opens_on"],
        closes_on=read["closes_on"],
        outage_began_at=outage.began_at if outage else None,
        outage_ended_at=outage.ended_at if outage else None,
        strict=read["strict"],
    )


def _outage(read: Read) -> Outage | None:
    began_at, ended_at = read["outage_began_at"], read["outage_ended_at"]
    return Outage(began_at, ended_at) if began_at and ended_at else None
