"""The tables. Columns are documented here; migrations in `app/state/migrations` make them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.roles import Role
from app.state.utc import UtcDateTime


class Base(DeclarativeBase):
    """Names every constraint alike on each database, so that migrations can address it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Institution(Base):
    """A clinic or pharmacy, by its ten-digit 医療機関コード."""

    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class Account(Base):
    """A ユーザID. The 実施機関's own accounts (operator), and only they, belong to no institution."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("(role = 'operator') = (institution_id IS NULL)", name="operator_has_none"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])
    )
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    institution: Mapped[Institution | None] = relationship(lazy="joined")


class LoginSession(Base):
    """One log-in. ``id`` is the SHA-256 (hex) of the token in the cookie, so the table lets nobody in."""

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Window(Base):
    """利用開始日 to 利用終了日, both included, days in Japan. Without institution it holds for all of them.

    ``closed_at``: closed by hand before its last day was over.
    """

    __tablename__ = "lookup_window"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    institution: Mapped[Institution | None] = relationship(lazy="joined")


class StoredSearch(Base):
    """A search or one of its results, no longer than its session. ``id`` is the SHA-256 (hex) of the handle.

    ``kind``: ``search`` or ``result``. ``payload`` is sealed. ``parent_id``: the search that it belongs to; erasing
    that one erases this one.
    """

    __tablename__ = "stored_search"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("stored_search.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
