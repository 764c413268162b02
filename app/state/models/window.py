"""When, for whom and after which outage the look-up may be used."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.state.models.base import Base
from app.state.models.institution import Institution, InstitutionGroup
from app.state.utc import UtcDateTime


class Window(Base):
    """利用開始日 to 利用終了日, both included, days in Japan.

    It holds for one institution, for a group, or, with neither, for all of them. ``outage_began_at`` (障害発生) and
    ``outage_ended_at`` (復旧): the outage it answers; both or neither. ``strict``: a 資格確認日 outside the outage is
    refused. ``closed_at``: closed by hand before its last day was over.
    """

    __tablename__ = "lookup_window"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="in_order"),
        CheckConstraint("institution_id IS NULL OR group_id IS NULL", name="one_target"),
        CheckConstraint("(outage_began_at IS NULL) = (outage_ended_at IS NULL)", name="outage_whole"),
        CheckConstraint("outage_began_at < outage_ended_at", name="outage_in_order"),
        CheckConstraint("outage_began_at IS NOT NULL OR NOT strict", name="strict_has_outage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("institution_group.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    outage_began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outage_ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    strict: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    institution: Mapped[Institution | None] = relationship(lazy="joined")
    group: Mapped[InstitutionGroup | None] = relationship(lazy="joined")
