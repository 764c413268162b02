"""What was refused: log-ins, pages and look-ups, by reason."""

from typing import Any, Final

from sqlalchemy import Row, func, select

from app.audit.event import Kind
from app.operator.usage.filters import Filters
from app.operator.usage.outcomes import KINDS_REFUSED, reason
from app.operator.usage.selected import selected
from app.operator.usage.table import Cells, Heading, SelectedTable, Statement, moment
from app.state.models import AuditEvent

_KINDS: Final = [Kind(kind) for kind in KINDS_REFUSED]
_WHAT: Final = (AuditEvent.kind, AuditEvent.outcome, AuditEvent.institution, AuditEvent.user_id, AuditEvent.address)


def _by_reason(filters: Filters) -> Statement:
    return (
        select(*_WHAT, func.count().label("times"), func.max(AuditEvent.at).label("last"))
        .where(selected(filters, _KINDS))
        .group_by(*_WHAT)
        .order_by(func.count().desc(), *_WHAT)
    )


def _cells(row: Row[Any]) -> Cells:
    return [
        KINDS_REFUSED[row.kind],
        reason(row.kind, row.outcome),
        row.institution,
        row.user_id,
        row.address,
        row.times,
        moment(row.last),
    ]


REFUSED_ATTEMPTS: Final = SelectedTable(
    Heading(
        name="refused",
        title="拒否した操作",
        explanation="ログイン、画面・操作、検索の拒否です。多い順です。ログインの拒否では、ユーザIDを記録しないことがあります。",
        columns=("種類", "理由", "医療機関コード", "ユーザID", "接続元", "回数", "最後の日時"),
    ),
    _by_reason,
    _cells,
)
