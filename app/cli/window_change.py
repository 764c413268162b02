"""A change of a window by a command: the change, its event, and the notice to its institutions, all or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.audit.transaction import Transaction
from app.cli.command_event import command_event
from app.cli.opened import open_trail, read_settings
from app.clock import day_in_japan
from app.mail.outbox import mail_configured
from app.notices import recorded as notice_recorded
from app.notices.default_text import default_text
from app.notices.giving import NoticeKind, give_notice
from app.state.models import Window
from app.windows.recorded import details_of, subject_of


@dataclass(frozen=True, slots=True)
class _Change:
    event: Kind
    notice: NoticeKind


OPENED: Final = _Change(Kind.WINDOW_OPENED, NoticeKind.OPENED)
CHANGED: Final = _Change(Kind.WINDOW_CHANGED, NoticeKind.CHANGED)
CLOSED: Final = _Change(Kind.WINDOW_CLOSED, NoticeKind.CLOSED)


def commit(
    change: _Change, make: Callable[[Session], list[Window]], now: datetime, *, with_notice: bool
) -> list[Window]:
    """Make the change to the windows that ``make`` gives; with the default notice, if wanted.

    Of a window whose days have all passed nobody is given notice.
    """
    mail = mail_configured(read_settings())

    def work(transaction: Transaction) -> list[Window]:
        windows = make(transaction.session)
        for window in windows:
            event = command_event(change.event, now, subject_of(window), details_of(window))
            transaction.record(event)
            if with_notice and window.closes_on >= day_in_japan(now):
                _give_notice(transaction, change.notice, window, now, mail=mail)
        return windows

    with open_trail() as trail:
        return trail.commit(work)


def _give_notice(transaction: Transaction, kind: NoticeKind, window: Window, now: datetime, *, mail: bool) -> None:
    text = default_text(kind, window)
    notice = give_notice(transaction.session, kind=kind, text=text, window=window, now=now, mail=mail)
    subject, details = notice_recorded.subject_of(notice), notice_recorded.details_of(transaction.session, notice)
    transaction.record(command_event(Kind.NOTICE_GIVEN, now, subject, details))
