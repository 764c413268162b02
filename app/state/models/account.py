"""Who logs in, how, and the log-ins themselves."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Enum, ForeignKey, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.log_in_stages import Stage
from app.roles import Role
from app.state.models.base import Base
from app.state.models.institution import Institution
from app.state.utc import UtcDateTime


class Account(Base):
    """A ユーザID. The 実施機関's own accounts (operator), and only they, belong to no institution.

    ``disabled_by_operator``: it was the 実施機関 that disabled it, so an administrator cannot let it in again.
    ``must_change_password``: the password was made by somebody else, so the next log-in asks for a new one; from
    ``password_expires_at`` on it lets nobody in.
    ``second_factor``: the sealed TOTP secret, ``None`` until it is set up; ``second_factor_step``: the time step of the
    code used last, since no code counts twice.
    """

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
    disabled_by_operator: Mapped[bool] = mapped_column(default=False, server_default=false())
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    password_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_factor_step: Mapped[int | None] = mapped_column(BigInteger)

    institution: Mapped[Institution | None] = relationship(lazy="joined")


class RecoveryCode(Base):
    """A code that stands in for the second factor once. Only its keyed hash (hex) is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LogInAttempts(Base):
    """Log-ins tried for one ユーザID from one address, whether or not there is such an account.

    ``user_id_hash``: keyed hash (hex) of what was typed as ユーザID, which may be a password by mistake. ``address``:
    ``""`` for all addresses together. ``succeeded_at``: the last log-in from there, which makes it a known address.
    """

    __tablename__ = "log_in_attempts"

    user_id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginSession(Base):
    """One log-in. ``id`` is the SHA-256 (hex) of the token in the cookie, so the table lets nobody in.

    ``stage``: how far the log-in has come. ``ended_at`` and ``ended_because`` are set where the session was ended by
    somebody else, so that whoever used it can be told why; such a row lets nobody in.
    """

    __tablename__ = "login_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stage: Mapped[Stage] = mapped_column(
        Enum(Stage, native_enum=False, length=20, values_callable=lambda stages: [stage.value for stage in stages]),
        default=Stage.COMPLETE,
        server_default=text("'complete'"),
    )
    address: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str | None] = mapped_column(String(20))

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
