"""Repeated searches for the same person, who is known here by a keyed hash alone."""

from typing import Any, Final

from sqlalchemy import Row, func, select, true

from app.audit.event import Kind
from app.operator.usage.filters import Filters
from app.operator.usage.selected import in_period, selected
from app.operator.usage.table import Cells, Heading, SelectedTable, Statement, moment
from app.state.models import AuditEvent

_SIGN_LENGTH: Final = 12
_SEPARATOR: Final = " "
_INSTITUTIONS_SHOWN: Final = 5


def _by_account(filters: Filters) -> Statement:
    return (
        select(
            AuditEvent.institution,
            AuditEvent.user_id,
            AuditEvent.person,
            func.count().label("times"),
            func.min(AuditEvent.at).label("first"),
            func.max(AuditEvent.at).label("last"),
        )
        .where(selected(filters, [Kind.LOOK_UP]), AuditEvent.person.is_not(None))
        .group_by(AuditEvent.institution, AuditEvent.user_id, AuditEvent.person)
        .having(func.count() >= filters.times)
        .order_by(func.count().desc(), AuditEvent.institution, AuditEvent.user_id, AuditEvent.person)
    )


def _across_institutions(filters: Filters) -> Statement:
    """An institution or account asked for is one of those that searched; the others are counted as well."""
    each = (
        select(
            AuditEvent.person,
            AuditEvent.institution,
            func.count().label("times"),
            func.min(AuditEvent.at).label("first"),
            func.max(AuditEvent.at).label("last"),
            func.count().filter(AuditEvent.user_id == filters.account).label("of_account"),
        )
        .where(in_period(filters, [Kind.LOOK_UP]), AuditEvent.person.is_not(None))
        .group_by(AuditEvent.person, AuditEvent.institution)
        .subquery()
    )
    times = func.sum(each.c.times)
    return (
        select(
            each.c.person,
            func.count().label("number"),
            func.aggregate_strings(each.c.institution, _SEPARATOR).label("institutions"),
            times.label("times"),
            func.min(each.c.first).label("first"),
            func.max(each.c.last).label("last"),
        )
        .group_by(each.c.person)
        .having(
            times >= filters.times,
            func.count() > 1,
            func.count().filter(each.c.institution == filters.institution) > 0 if filters.institution else true(),
            func.sum(each.c.of_account) > 0 if filters.account else true(),
        )
        .order_by(times.desc(), each.c.person)
    )


def _account_cells(row: Row[Any]) -> Cells:
    return [row.institution, row.user_id, _sign(row.person), row.times, moment(row.first), moment(row.last)]


def _institutions_cells(row: Row[Any]) -> Cells:
    codes = sorted(row.institutions.split(_SEPARATOR))
    more = row.number - _INSTITUTIONS_SHOWN
    words = "、".join(codes[:_INSTITUTIONS_SHOWN]) + (f" ほか{more}" if more > 0 else "")
    return [_sign(row.person), row.number, words, int(row.times), moment(row.first), moment(row.last)]


def _sign(person: str) -> str:
    """Enough of the hash to tell one person from another."""
    return person[:_SIGN_LENGTH]


_PERSON: Final = (
    "符号は、生年月日・性別・氏名から鍵を使って作ったもので、同じ方の検索では同じになります。誰であるかは分かりません。"
)

REPEATED_BY_ACCOUNT: Final = SelectedTable(
    Heading(
        name="repeated",
        title="同じ方の検索（アカウント別）",
        explanation=f"一つのアカウントが、指定の回数以上同じ方を検索したものです。{_PERSON}",
        columns=("医療機関コード", "ユーザID", "検索した方の符号", "検索", "最初の日時", "最後の日時"),
    ),
    _by_account,
    _account_cells,
)

REPEATED_ACROSS: Final = SelectedTable(
    Heading(
        name="repeated-across",
        title="同じ方の検索（複数の医療機関等）",
        explanation=f"二つ以上の医療機関等が、合わせて指定の回数以上同じ方を検索したものです。{_PERSON}",
        columns=("検索した方の符号", "医療機関等の数", "医療機関コード", "検索", "最初の日時", "最後の日時"),
    ),
    _across_institutions,
    _institutions_cells,
)
