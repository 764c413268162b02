"""Give a message, with its event."""

from collections.abc import Mapping
from typing import Any

from app.audit.event import Kind
from app.audit.transaction import Transaction, Work
from app.mail.outbox import mail_configured
from app.notices.giving import NoticeError, NoticeKind, NoticeText, give_notice
from app.notices.recorded import details_of, subject_of
from app.operator.changes import about, event_of
from app.operator.form_page import at
from app.operator.target import find_target
from app.services import services


def giving(read: Mapping[str, Any]) -> Work[int]:
    """What the form says; gives its number. The work raises :class:`app.operator.form_page.FormError`."""
    event, now = event_of(Kind.NOTICE_GIVEN), services().clock.now()
    mail = mail_configured(services().settings)

    def work(transaction: Transaction) -> int:
        institution, group = find_target(transaction.session, read)
        try:
            notice = give_notice(
                transaction.session,
                kind=NoticeKind.MESSAGE,
                text=NoticeText(read["title"], read["body"]),
                institution=institution,
                group=group,
                now=now,
                mail=mail,
            )
        except NoticeError as error:
            raise at(error.field, error) from error
        transaction.record(about(event, subject_of(notice), **details_of(transaction.session, notice)))
        return notice.id

    return work
