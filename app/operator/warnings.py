"""What needs the operator's attention, in words."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.audit.checkpoint import CheckpointError, read_checkpoint
from app.mail.listing import MailCounts
from app.mail.outbox import mail_configured
from app.operator.japan_text import moment_text
from app.services import Services
from app.state.models import AuditEvent

CHECKPOINT_MAY_BE_LATE: Final = timedelta(minutes=10)
"""One is taken every minute of activity, so an event waits for it no longer."""


def warnings(parts: Services, mails: MailCounts, now: datetime) -> Sequence[str]:
    """All of them; none if all is well."""
    return [*_of_mail(parts, mails), *_of_checkpoint(parts, now)]


def _of_mail(parts: Services, mails: MailCounts) -> Iterator[str]:
    if not mail_configured(parts.settings):
        yield (
            "メールの送信が設定されていません。お知らせはメニューにだけ表示されます"
            "（設定 SHIKAKU_SMTP_URL、SHIKAKU_MAIL_FROM）。"
        )
    if mails.failing:
        yield f"送信できていないメールが{mails.failing:,}件あります。送信できるまで自動で再送します。"


def _of_checkpoint(parts: Services, now: datetime) -> Iterator[str]:
    path = parts.settings.audit_checkpoint_file
    try:
        checkpoint = read_checkpoint(path, parts.audit.trail.keys)
    except CheckpointError:
        yield "監査証跡のチェックポイントを読み取れません。shikaku audit verify で確認してください。"
        return
    if _unproved_since(parts, checkpoint.sequence if checkpoint else 0) >= now - CHECKPOINT_MAY_BE_LATE:
        return
    if checkpoint is None:
        yield "監査証跡のチェックポイントがありません。shikaku audit checkpoint で作成してください。"
    else:
        yield (
            f"監査証跡のチェックポイントが古くなっています（最終 {moment_text(checkpoint.at)}）。"
            "保存先のディスクの空きと権限を確認してください。"
        )


def _unproved_since(parts: Services, sequence: int) -> datetime:
    """When the first event after the checkpoint's was; later than any if there is none."""
    with parts.database.session() as session:
        first = session.scalar(
            select(AuditEvent.at).where(AuditEvent.sequence > sequence).order_by(AuditEvent.sequence).limit(1)
        )
    return first or datetime.max.replace(tzinfo=UTC)
