"""Look-ups that found somebody, of whom no record was opened: lists that were only looked through."""

from typing import Any, Final

from sqlalchemy import Row, and_, func, not_, or_, select

from app.audit.event import Kind
from app.operator.usage.filters import Filters
from app.operator.usage.selected import in_period, of_whom
from app.operator.usage.table import Cells, Heading, SelectedTable, Statement, moment, share
from app.state.models import AuditEvent
from engine.answer import Outcome

_FOUND: Final = (Outcome.IDENTIFIED.value, Outcome.CANDIDATES.value)


def _by_account(filters: Filters) -> Statement:
    """A record counts as opened whenever it was, after the period too.

    Look-ups and views are put together by sorting: neither has an index on its subject to be joined by.
    """
    made = AuditEvent.kind == Kind.LOOK_UP.value
    found = and_(in_period(filters, [Kind.LOOK_UP]), AuditEvent.outcome.in_(_FOUND))
    viewed = and_(AuditEvent.kind == Kind.RECORD_VIEWED.value, AuditEvent.at >= filters.since)
    searches = (
        select(
            func.max(AuditEvent.institution).label("institution"),
            func.max(AuditEvent.user_id).label("user_id"),
            func.max(AuditEvent.at).filter(made).label("at"),
            func.count().filter(not_(made)).label("views"),
        )
        .where(or_(found, viewed), of_whom(filters))
        .group_by(AuditEvent.subject)
        .having(func.count().filter(made) > 0)
        .subquery()
    ).c
    unopened = searches.views == 0
    number = func.count().filter(unopened)
    return (
        select(
            searches.institution,
            searches.user_id,
            func.count().label("answered"),
            number.label("unopened"),
            func.max(searches.at).filter(unopened).label("last"),
        )
        .group_by(searches.institution, searches.user_id)
        .having(number > 0)
        .order_by(number.desc(), searches.institution, searches.user_id)
    )


def _cells(row: Row[Any]) -> Cells:
    return [
        row.institution,
        row.user_id,
        row.answered,
        row.unopened,
        share(row.unopened, row.answered),
        moment(row.last),
    ]


UNOPENED: Final = SelectedTable(
    Heading(
        name="unopened",
        title="資格情報を開かない検索",
        explanation="該当者が見つかったのに、資格情報確認の画面を一度も開かなかった検索です。多い順です。",
        columns=("医療機関コード", "ユーザID", "該当のあった検索", "開かなかった検索", "割合", "最後の日時"),
    ),
    _by_account,
    _cells,
)
