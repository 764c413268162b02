"""The notices of an institution, and which of them an account has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.state.models import Notice, NoticeReading, institution_group_member

ON_MENU: Final = 5
"""So many notices stand on the menu; all of them on their own page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An account and its institution."""

    account_id: int
    institution_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A notice in a list."""

    id: int
    title: str
    created_at: datetime
    is_read: bool


def headings(reader: Reader) -> Select[int, str, datetime, bool]:
    """Selects every notice for the reader's institution, the newest first: id, title, time, whether it was read."""
    return (
        select(Notice.id, Notice.title, Notice.created_at, _is_read(reader).label("is_read"))
        .where(_is_for(reader.institution_id))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
    )


def newest_headings(session: Session, reader: Reader, limit: int = ON_MENU) -> Sequence[Heading]:
    """A few notices, the unread ones before the others, and of each the newest first."""
    ordered = headings(reader).order_by(None)
    ordered = ordered.order_by(_is_read(reader), Notice.created_at.desc(), Notice.id.desc())
    return [Heading(**row._asdict()) for row in session.execute(ordered.limit(limit))]


def count_unread(session: Session, reader: Reader) -> int:
    """How many notices the account has not read yet."""
    unread = select(func.count()).select_from(Notice).where(_is_for(reader.institution_id), ~_is_read(reader))
    return session.scalars(unread).one()


def find_notice(session: Session, reader: Reader, notice_id: int) -> Notice | None:
    """The notice; ``None`` if there is none of this number, or if it is for others."""
    return session.scalars(select(Notice).where(Notice.id == notice_id, _is_for(reader.institution_id))).one_or_none()


def mark_read(session: Session, reader: Reader, notice_id: int, now: datetime) -> None:
    """Note that the account has read it. The first time stays."""
    if session.get(NoticeReading, (notice_id, reader.account_id)):
        return
    try:
        with session.begin_nested():
            session.add(NoticeReading(notice_id=notice_id, account_id=reader.account_id, read_at=now))
    except IntegrityError:
        return  # another tab of the account was faster


def _is_for(institution_id: int) -> ColumnElement[bool]:
    groups = select(institution_group_member.c.group_id).where(
        institution_group_member.c.institution_id == institution_id
    )
    for_all = and_(Notice.institution_id.is_(None), Notice.group_id.is_(None))
    return or_(Notice.institution_id == institution_id, Notice.group_id.in_(groups), for_all)


def _is_read(reader: Reader) -> ColumnElement[bool]:
    return exists().where(NoticeReading.notice_id == Notice.id, NoticeReading.account_id == reader.account_id)
