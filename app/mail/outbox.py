"""The queue of outgoing e-mail. It is a table, so what waits in it outlives every process."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, insert, literal, null, select, update
from sqlalchemy.orm import Session

from app.mail.message import one_line
from app.mail.problem import Problem
from app.mail.queued import wake_senders_after
from app.settings import Settings
from app.state.models import Institution, OutgoingMail
from app.state.utc import UtcDateTime

HELD_FOR: Final = timedelta(minutes=5)
"""Longer than one try can take. An e-mail whose process ended in the middle of it is tried again after this."""

LONGEST_PAUSE: Final = timedelta(minutes=30)
_LONGEST_SUBJECT: Final = 200


def mail_configured(settings: Settings) -> bool:
    """Whether e-mail is sent at all."""
    return settings.smtp_url is not None and settings.mail_from is not None


def queue_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    body: str,
    now: datetime,
    notice_id: int | None = None,
    institution_id: int | None = None,
) -> OutgoingMail:
    """Have an e-mail sent once the transaction is committed. It must hold no patient's fact.

    A subject's line ends become spaces, and what is past 200 characters is left out.
    """
    mail = OutgoingMail(
        created_at=now,
        notice_id=notice_id,
        institution_id=institution_id,
        to_address=to,
        subject=_subject(subject),
        body=body,
        tries=0,
        next_try_at=now,
    )
    session.add(mail)
    session.flush()
    wake_senders_after(session)
    return mail


def queue_mail_to_institutions(
    session: Session, which: ColumnElement[bool], *, subject: str, now: datetime, notice_id: int
) -> None:
    """One e-mail with a notice to each of the institutions that has an address.

    ``which``: a condition on :class:`app.state.models.Institution`. One statement, however many there are;
    :mod:`app.mail.notice_body` has the words.
    """
    values: dict[str, SQLColumnExpression[Any]] = {
        "created_at": literal(now, UtcDateTime),
        "notice_id": literal(notice_id),
        "institution_id": Institution.id,
        "to_address": Institution.mail_address,
        "subject": literal(_subject(subject)),
        "body": literal(""),
        "tries": literal(0),
        "next_try_at": literal(now, UtcDateTime),
    }
    chosen = select(*values.values()).where(which, Institution.mail_address.is_not(None)).order_by(Institution.id)
    session.execute(insert(OutgoingMail).from_select(list(values), chosen))
    wake_senders_after(session)


def is_due(session: Session, now: datetime) -> bool:
    """Whether an e-mail waits to be tried. It writes nothing."""
    return bool(session.scalar(select(exists().where(OutgoingMail.sent_at.is_(None), OutgoingMail.next_try_at <= now))))


def claim(session: Session, now: datetime) -> OutgoingMail | None:
    """Take the e-mail that has been due for longest; ``None`` if none is.

    Once the transaction is committed, nobody else takes it before :data:`HELD_FOR` is over.
    """
    is_due_now = (OutgoingMail.sent_at.is_(None), OutgoingMail.next_try_at <= now)
    first = select(OutgoingMail.id).where(*is_due_now).order_by(OutgoingMail.next_try_at, OutgoingMail.id).limit(1)
    take = (
        update(OutgoingMail)
        .where(OutgoingMail.id == first.with_for_update(skip_locked=True).scalar_subquery(), *is_due_now)
        .values(next_try_at=now + HELD_FOR, tries=OutgoingMail.tries + 1)
        .returning(OutgoingMail)
    )
    return session.scalars(take, execution_options={"synchronize_session": False}).one_or_none()


def mark_sent(session: Session, mail_id: int, now: datetime) -> None:
    """Note that the server has taken it."""
    session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(sent_at=now, last_problem=null()))


def mark_failed(session: Session, mail_id: int, problem: Problem, now: datetime) -> None:
    """Note why it was not sent, and when it is tried again: after 1, 2, 4, … up to 30 minutes, for ever."""
    tries = session.scalars(select(OutgoingMail.tries).where(OutgoingMail.id == mail_id)).one()
    next_try_at = now + pause_after(tries, problem)
    session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id)
        .values(last_problem=problem.value, next_try_at=next_try_at)
    )


def pause_after(tries: int, problem: Problem) -> timedelta:
    """How long an e-mail rests after so many tries. A refused address gets the longest pause at once."""
    if problem is Problem.RECIPIENT_REFUSED:
        return LONGEST_PAUSE
    doublings = min(max(tries - 1, 0), 5)
    return min(timedelta(minutes=2**doublings), LONGEST_PAUSE)


def _subject(text: str) -> str:
    return one_line(text)[:_LONGEST_SUBJECT]
