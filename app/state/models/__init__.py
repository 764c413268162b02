"""The tables, a module for each subject. Migrations in `app/state/migrations` make them."""

from app.state.models.account import Account, LogInAttempts, LoginSession, RecoveryCode
from app.state.models.audit import AuditEvent
from app.state.models.base import Base
from app.state.models.institution import Institution, InstitutionGroup, institution_group_member
from app.state.models.notice import Notice, NoticeReading, OutgoingMail
from app.state.models.search import StoredSearch
from app.state.models.window import Window

__all__ = [
    "Account",
    "AuditEvent",
    "Base",
    "Institution",
    "InstitutionGroup",
    "LogInAttempts",
    "LoginSession",
    "Notice",
    "NoticeReading",
    "OutgoingMail",
    "RecoveryCode",
    "StoredSearch",
    "Window",
    "institution_group_member",
]
