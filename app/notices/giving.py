"""Give a notice: on the menu of every account of its institutions, and by e-mail to those with an address."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from app.mail.outbox import queue_mail_to_institutions
from app.notices.notice_text import NoticeError, NoticeKind, NoticeText
from app.state.models import Institution, InstitutionGroup, Notice, Window, institution_group_member

__all__ = ["NoticeError", "NoticeKind", "NoticeText", "give_notice"]


def give_notice(
    session: Session,
    *,
    kind: NoticeKind,
    text: NoticeText,
    window: Window | None = None,
    institution: Institution | None = None,
    group: InstitutionGroup | None = None,
    now: datetime,
    mail: bool,
) -> Notice:
    """Store the notice and, with ``mail``, an e-mail for each of its institutions that has an address.

    It is for the institutions of ``window``, if there is one; else for ``institution``, for ``group``, or, with
    neither, for all. Nothing is sent here: that is :mod:`app.mail.sender`'s, once the transaction is committed.

    Raises :class:`NoticeError`.
    """
    checked = text.checked()
    notice = Notice(
        created_at=now,
        kind=kind.value,
        title=checked.title,
        body=checked.body,
        window_id=window.id if window else None,
        institution=window.institution if window else institution,
        group=window.group if window else group,
    )
    session.add(notice)
    session.flush()
    if mail:
        queue_mail_to_institutions(
            session,
            _institutions_of(notice),
            subject=f"【お知らせ】{notice.title}",
            now=now,
            notice_id=notice.id,
        )
    return notice


def _institutions_of(notice: Notice) -> ColumnElement[bool]:
    if notice.institution_id is not None:
        return Institution.id == notice.institution_id
    if notice.group_id is not None:
        members = select(institution_group_member.c.institution_id)
        return Institution.id.in_(members.where(institution_group_member.c.group_id == notice.group_id))
    return true()
