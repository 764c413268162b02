"""Clinics and pharmacies, and the groups that the 実施機関 forms of them."""

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.state.models.base import Base

institution_group_member = Table(
    "institution_group_member",
    Base.metadata,
    Column("group_id", ForeignKey("institution_group.id", ondelete="CASCADE"), primary_key=True),
    Column("institution_id", ForeignKey("institution.id"), primary_key=True, index=True),
)
"""Which institutions a group has; one may be in several groups."""


class Institution(Base):
    """A clinic or pharmacy, by its ten-digit 医療機関コード. ``mail_address``: where notices go; none if not known."""

    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    mail_address: Mapped[str | None] = mapped_column(String(254))


class InstitutionGroup(Base):
    """A group of institutions, such as those of one prefecture, for windows and notices."""

    __tablename__ = "institution_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)

    members: Mapped[list[Institution]] = relationship(secondary=institution_group_member, order_by=Institution.code)
