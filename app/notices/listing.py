"""The notices that were given, with how many accounts read each and how its e-mails stand, for the 実施機関."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.mail.listing import IS_FAILING, IS_SENT, IS_WAITING, MailCounts
from app.state.models import Institution, InstitutionGroup, Notice, NoticeReading, OutgoingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNotice:
    """A notice and what became of it. ``readers``: accounts that have read it."""

    notice: Notice
    readers: int
    mails: MailCounts

    @property
    def institution(self) -> Institution | None:
        """The one it is for, if it is for one."""
        return self.notice.institution

    @property
    def group(self) -> InstitutionGroup | None:
        """The group it is for; with neither, it is for all."""
        return self.notice.group

    @classmethod
    def of(cls, row: Row[*tuple[Any, ...]]) -> Self:
        """Read it from a row of :func:`given_notices`."""
        notice, readers, sent, waiting, failing = row
        return cls(
            notice=notice, readers=readers, mails=MailCounts(sent=sent or 0, waiting=waiting or 0, failing=failing or 0)
        )


def given_notices() -> Select[*tuple[Any, ...]]:
    """Selects all notices, the newest first; give each row to :meth:`GivenNotice.of`."""
    mails = (
        select(
            OutgoingMail.notice_id,
            func.count().filter(IS_SENT).label("sent"),
            func.count().filter(IS_WAITING).label("waiting"),
            func.count().filter(IS_FAILING).label("failing"),
        )
        .group_by(OutgoingMail.notice_id)
        .subquery()
    )
    readers = select(func.count()).where(NoticeReading.notice_id == Notice.id).correlate(Notice).scalar_subquery()
    return (
        select(Notice, readers.label("readers"), mails.c.sent, mails.c.waiting, mails.c.failing)
        .outerjoin(mails, mails.c.notice_id == Notice.id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
    )


def list_given_notices(session: Session) -> Sequence[GivenNotice]:
    """All of them."""
    return [GivenNotice.of(row) for row in session.execute(given_notices())]


def find_given_notice(session: Session, notice_id: int) -> GivenNotice | None:
    """The notice of this number; ``None`` if there is none."""
    row = session.execute(given_notices().where(Notice.id == notice_id)).one_or_none()
    return GivenNotice.of(row) if row else None
