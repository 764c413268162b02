"""The audit trail, groups, outages, notices, second factors and lock-outs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward only; the way back is the backup."""
    _end_log_ins()
    op.add_column("institution", sa.Column("mail_address", sa.String(length=254), nullable=True))
    _create_groups()
    _widen_lookup_window()
    _widen_account_and_session()
    _create_recovery_code()
    _create_log_in_attempts()
    _create_notice()
    _create_notice_reading()
    _create_outgoing_mail()
    _create_audit_event()


def _end_log_ins() -> None:
    """They were let in without a second factor, and their searches are kept in a form of before."""
    op.execute("DELETE FROM stored_search")
    op.execute("DELETE FROM login_session")


def _create_groups() -> None:
    op.create_table(
        "institution_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_group")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_group_name")),
    )
    op.create_table(
        "institution_group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["institution_group.id"],
            name=op.f("fk_institution_group_member_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_institution_group_member_institution_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "institution_id", name=op.f("pk_institution_group_member")),
    )
    op.create_index(op.f("ix_institution_group_member_institution_id"), "institution_group_member", ["institution_id"])


def _widen_lookup_window() -> None:
    with op.batch_alter_table("lookup_window") as window:
        window.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        window.add_column(sa.Column("outage_began_at", _TIME, nullable=True))
        window.add_column(sa.Column("outage_ended_at", _TIME, nullable=True))
        window.add_column(sa.Column("strict", sa.Boolean(), server_default=sa.false(), nullable=False))
        window.create_foreign_key(op.f("fk_lookup_window_group_id"), "institution_group", ["group_id"], ["id"])
        for name, condition in {
            "one_target": "institution_id IS NULL OR group_id IS NULL",
            "outage_whole": "(outage_began_at IS NULL) = (outage_ended_at IS NULL)",
            "outage_in_order": "outage_began_at < outage_ended_at",
            "strict_has_outage": "outage_began_at IS NOT NULL OR NOT strict",
        }.items():
            window.create_check_constraint(op.f(f"ck_lookup_window_{name}"), condition)
    op.create_index(op.f("ix_lookup_window_group_id"), "lookup_window", ["group_id"])


def _widen_account_and_session() -> None:
    """Columns are added one by one: other tables refer to these two, so SQLite must not make them anew."""
    op.add_column("account", sa.Column("must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account", sa.Column("disabled_by_operator", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE account SET disabled_by_operator = true WHERE disabled_at IS NOT NULL")  # only commands could
    op.add_column("account", sa.Column("password_expires_at", _TIME, nullable=True))
    op.add_column("account", sa.Column("second_factor", sa.LargeBinary(), nullable=True))
    op.add_column("account", sa.Column("second_factor_step", sa.BigInteger(), nullable=True))
    op.add_column(
        "login_session", sa.Column("stage", sa.String(length=20), server_default=sa.text("'complete'"), nullable=False)
    )
    op.add_column(
        "login_session", sa.Column("address", sa.String(length=64), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("login_session", sa.Column("ended_at", _TIME, nullable=True))
    op.add_column("login_session", sa.Column("ended_because", sa.String(length=20), nullable=True))


def _create_recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def _create_log_in_attempts() -> None:
    op.create_table(
        "log_in_attempts",
        sa.Column("user_id_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", _TIME, nullable=True),
        sa.Column("locked_until", _TIME, nullable=True),
        sa.Column("succeeded_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("user_id_hash", "address", name=op.f("pk_log_in_attempts")),
    )


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("window_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("institution_id IS NULL OR group_id IS NULL", name=op.f("ck_notice_one_target")),
        sa.ForeignKeyConstraint(["window_id"], ["lookup_window.id"], name=op.f("fk_notice_window_id")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_notice_institution_id")),
        sa.ForeignKeyConstraint(["group_id"], ["institution_group.id"], name=op.f("fk_notice_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    for column in ("created_at", "window_id", "institution_id", "group_id"):
        op.create_index(op.f(f"ix_notice_{column}"), "notice", [column])


def _create_notice_reading() -> None:
    op.create_table(
        "notice_reading",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("read_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_reading_notice_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_reading_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("notice_id", "account_id", name=op.f("pk_notice_reading")),
    )
    op.create_index(op.f("ix_notice_reading_account_id"), "notice_reading", ["account_id"])


def _create_outgoing_mail() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", _TIME, nullable=False),
        sa.Column("sent_at", _TIME, nullable=True),
        sa.Column("last_problem", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_outgoing_mail_notice_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_outgoing_mail_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    for column in ("notice_id", "institution_id", "next_try_at", "sent_at"):
        op.create_index(op.f(f"ix_outgoing_mail_{column}"), "outgoing_mail", [column])


def _create_audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("institution", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("previous_mac", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
    )
    for columns in (
        ["at"],
        ["account_id", "at", "kind", "outcome"],
        ["institution_id", "at", "kind", "outcome"],
        ["kind", "at", "outcome", "institution", "user_id"],
        ["person", "at"],
        ["record"],
    ):
        op.create_index(op.f(f"ix_audit_event_{'_'.join(columns)}"), "audit_event", columns)
