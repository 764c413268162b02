"""A look-up that a limit refuses: recorded each time, and told to the 実施機関 once in the limit's period."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.audit.event import Event, Kind
from app.audit.transaction import Transaction
from app.limit_texts import MAIL_SUBJECT, mail_body
from app.limits import ReachedLimit, Scope
from app.mail.outbox import mail_configured, queue_mail
from app.settings import Settings
from app.state.models import AuditEvent


def refuse(transaction: Transaction, settings: Settings, refusal: Event, reached: Sequence[ReachedLimit]) -> None:
    """Record the refusal, and tell of those limits of which nobody was told in their period.

    ``refusal``: the event of the look-up; its outcome is the limit's that lasts longest, ``reached[0]``.
    """
    transaction.record(replace(refusal, outcome=reached[0].limit.scope.outcome))
    news = [one for one in reached if not _was_told(transaction.session, refusal, one)]
    for one in news:
        transaction.record(_limit_reached(refusal, one))
    if news and mail_configured(settings):
        body = mail_body(refusal.actor, news, refusal.at)
        for address in settings.operator_mail:
            queue_mail(transaction.session, to=address, subject=MAIL_SUBJECT, body=body, now=refusal.at)


def _was_told(session: Session, refusal: Event, reached: ReachedLimit) -> bool:
    if reached.limit.scope is Scope.ACCOUNT:
        whose = AuditEvent.account_id == refusal.actor.account_id
    else:
        whose = AuditEvent.institution_id == refusal.actor.institution_id
    told = exists().where(
        whose,
        AuditEvent.kind == Kind.LIMIT_REACHED.value,
        AuditEvent.outcome == reached.limit.name,
        AuditEvent.at > refusal.at - reached.limit.period,
    )
    return bool(session.scalar(select(told)))


def _limit_reached(refusal: Event, reached: ReachedLimit) -> Event:
    actor, limit = refusal.actor, reached.limit
    whose = actor.user_id if limit.scope is Scope.ACCOUNT else actor.institution
    return Event(
        kind=Kind.LIMIT_REACHED,
        actor=actor,
        at=refusal.at,
        outcome=limit.name,
        subject=f"{limit.scope.value}:{whose}",
        details={"allowed": limit.allowed},
    )
