"""The audit trail, one row an event."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.state.models.base import Base
from app.state.utc import UtcMicroseconds


class AuditEvent(Base):
    """One event; :mod:`app.audit.event` tells what each column means.

    No row refers to another table: an event outlives what it is about. ``details`` is canonical JSON. ``mac`` covers
    every other column, ``previous_mac`` is that of the row before, and ``key_id`` names the key that made it.

    Three of the indexes hold all that limits and 利用状況 count by, since a row is twenty times as long.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "account_id", "at", "kind", "outcome"),
        Index(None, "institution_id", "at", "kind", "outcome"),
        Index(None, "kind", "at", "outcome", "institution", "user_id"),
        Index(None, "person", "at"),
    )

    sequence: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcMicroseconds, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None]
    user_id: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(20))
    institution_id: Mapped[int | None]
    institution: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    record: Mapped[str | None] = mapped_column(String(64), index=True)
    person: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[str] = mapped_column(Text)
    key_id: Mapped[str] = mapped_column(String(64))
    previous_mac: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
