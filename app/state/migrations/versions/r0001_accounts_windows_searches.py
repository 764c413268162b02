"""Institutions, accounts, log-in sessions, windows and stored searches."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward only; the way back is the backup."""
    _create_institution()
    _create_account()
    _create_lookup_window()
    _create_login_session()
    _create_stored_search()


def _create_institution() -> None:
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("code", name=op.f("uq_institution_code")),
    )


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("disabled_at", _TIME, nullable=True),
        sa.CheckConstraint("(role = 'operator') = (institution_id IS NULL)", name=op.f("ck_account_operator_has_none")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_account_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("user_id", name=op.f("uq_account_user_id")),
    )
    op.create_index(op.f("ix_account_institution_id"), "account", ["institution_id"])


def _create_lookup_window() -> None:
    op.create_table(
        "lookup_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", _TIME, nullable=True),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_lookup_window_in_order")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_lookup_window_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_window")),
    )
    op.create_index(op.f("ix_lookup_window_institution_id"), "lookup_window", ["institution_id"])


def _create_login_session() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_seen_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"])


def _create_stored_search() -> None:
    op.create_table(
        "stored_search",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("last_used_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_session.id"],
            name=op.f("fk_stored_search_session_id"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["stored_search.id"],
            name=op.f("fk_stored_search_parent_id"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_search")),
    )  # fmt: skip
    for column in ("session_id", "parent_id", "last_used_at"):
        op.create_index(op.f(f"ix_stored_search_{column}"), "stored_search", [column])
