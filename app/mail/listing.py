"""How e-mails stand, for the 実施機関."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from app.mail.problem import Problem
from app.state.models import Institution, OutgoingMail


class MailState(StrEnum):
    """``waiting``: not tried yet, or being tried. ``failing``: tried in vain, and tried again."""

    SENT = "sent"
    WAITING = "waiting"
    FAILING = "failing"

    @property
    def label(self) -> str:
        """In Japanese."""
        return {MailState.SENT: "送信済み", MailState.WAITING: "送信待ち", MailState.FAILING: "再送待ち"}[self]


IS_SENT: ColumnElement[bool] = OutgoingMail.sent_at.is_not(None)
IS_WAITING: ColumnElement[bool] = and_(OutgoingMail.sent_at.is_(None), OutgoingMail.last_problem.is_(None))
IS_FAILING: ColumnElement[bool] = and_(OutgoingMail.sent_at.is_(None), OutgoingMail.last_problem.is_not(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCounts:
    """How many e-mails are in each state."""

    sent: int = 0
    waiting: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One e-mail. ``institution``: the code, ``None`` where it is for no institution."""

    id: int
    notice_id: int | None
    institution: str | None
    to_address: str
    state: MailState
    problem: Problem | None
    tries: int
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None

    @classmethod
    def of(cls, mail: OutgoingMail, institution: str | None) -> Self:
        """Read it from the database's row and its institution's code."""
        failing = MailState.FAILING if mail.last_problem else MailState.WAITING
        return cls(
            id=mail.id,
            notice_id=mail.notice_id,
            institution=institution,
            to_address=mail.to_address,
            state=MailState.SENT if mail.sent_at else failing,
            problem=Problem(mail.last_problem) if mail.last_problem else None,
            tries=mail.tries,
            created_at=mail.created_at,
            next_try_at=mail.next_try_at,
            sent_at=mail.sent_at,
        )


def count_mails(session: Session) -> MailCounts:
    """All e-mails by their state."""
    count = func.count(OutgoingMail.id)
    states = select(count.filter(IS_SENT), count.filter(IS_WAITING), count.filter(IS_FAILING))
    sent, waiting, failing = session.execute(states).one()
    return MailCounts(sent=sent, waiting=waiting, failing=failing)


def mails(*, notice_id: int | None = None, unsent_only: bool = False) -> Select[OutgoingMail, str]:
    """Selects e-mails, the newest first, each with its institution's code; give rows to :meth:`MailRow.of`."""
    found = (
        select(OutgoingMail, Institution.code)
        .outerjoin(Institution, Institution.id == OutgoingMail.institution_id)
        .order_by(OutgoingMail.id.desc())
    )
    if notice_id is not None:
        found = found.where(OutgoingMail.notice_id == notice_id)
    return found.where(OutgoingMail.sent_at.is_(None)) if unsent_only else found


def list_mails(session: Session, *, notice_id: int | None = None, unsent_only: bool = False) -> Sequence[MailRow]:
    """Those e-mails, all of them."""
    return [
        MailRow.of(mail, code) for mail, code in session.execute(mails(notice_id=notice_id, unsent_only=unsent_only))
    ]
