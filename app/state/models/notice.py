"""お知らせ: what institutions are told, who has read it, and the e-mail that carries it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.state.models.base import Base
from app.state.models.institution import Institution, InstitutionGroup
from app.state.utc import UtcDateTime


class Notice(Base):
    """One お知らせ, for one institution, for a group, or, with neither, for all of them.

    ``kind``: ``opened``, ``changed`` or ``closed`` (of ``window_id``), or ``message``.
    """

    __tablename__ = "notice"
    __table_args__ = (CheckConstraint("institution_id IS NULL OR group_id IS NULL", name="one_target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("lookup_window.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("institution_group.id"), index=True)

    institution: Mapped[Institution | None] = relationship(lazy="joined")
    group: Mapped[InstitutionGroup | None] = relationship(lazy="joined")


class NoticeReading(Base):
    """That an account has read a notice."""

    __tablename__ = "notice_reading"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutgoingMail(Base):
    """An e-mail on its way, tried again until it is sent. It never holds a patient's fact.

    ``body``: empty where the words are the notice's. ``next_try_at``: not before then; whoever tries it moves it ahead
    first, so that two processes do not send one mail at the same moment. ``last_problem``: the kind of the last
    failure, without the server's text.
    """

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    last_problem: Mapped[str | None] = mapped_column(String(100))
