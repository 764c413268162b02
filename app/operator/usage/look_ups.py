"""Look-ups counted by institution, account, hour, day and outcome."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.clock import JAPAN
from app.operator.usage.filters import Filters
from app.operator.usage.outcomes import LOOKED_UP, label
from app.operator.usage.selected import DAY, HOUR, LOOK_UPS, counts_by_outcome, selected, slot, slot_begins
from app.operator.usage.table import Cells, Heading, Question, SelectedTable, ShortTable, Statement, share
from app.state.models import AuditEvent, Institution

_COUNTS: Final = ("検索", *LOOKED_UP.values(), "拒否")


@dataclass(frozen=True, slots=True)
class Counts:
    """Look-ups together. ``made``: by outcome; ``refused``: by reason."""

    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, kind: str, outcome: str, count: int) -> None:
        """Count so many more."""
        (self.refused if kind == Kind.LOOK_UP_REFUSED else self.made)[outcome] += count

    @property
    def total_made(self) -> int:
        """Whatever their outcome."""
        return sum(self.made.values())

    @property
    def total_refused(self) -> int:
        """Whatever the reason."""
        return sum(self.refused.values())

    @property
    def total(self) -> int:
        """Made or refused."""
        return self.total_made + self.total_refused

    @property
    def cells(self) -> Cells:
        """In the order of the tables' columns."""
        return [self.total, *(self.made.get(outcome, 0) for outcome in LOOKED_UP), self.total_refused]


def counts_by_slot(session: Session, filters: Filters, size: timedelta) -> Mapping[int, Counts]:
    """The counts of every hour or day in which there were any, in their order."""
    number = slot(size).label("slot")
    found = session.execute(
        select(number, AuditEvent.kind, AuditEvent.outcome, func.count())
        .where(selected(filters, LOOK_UPS))
        .group_by(number, AuditEvent.kind, AuditEvent.outcome)
    )
    counts: defaultdict[int, Counts] = defaultdict(Counts)
    for of_slot, kind, outcome, count in found:
        counts[of_slot].add(kind, outcome, count)
    return dict(sorted(counts.items()))


def by_institution(filters: Filters) -> Statement:
    """Code, name and counts of each institution, those with the most look-ups first."""
    counted = (
        select(AuditEvent.institution, *counts_by_outcome())
        .where(selected(filters, LOOK_UPS))
        .group_by(AuditEvent.institution)
        .subquery()
    )
    code, *counts = counted.c
    return (
        select(code, Institution.name, *counts)
        .outerjoin(Institution, Institution.code == code)
        .order_by(counted.c.total.desc(), code)
    )


def _by_account(filters: Filters) -> Statement:
    return (
        select(AuditEvent.institution, AuditEvent.user_id, *counts_by_outcome())
        .where(selected(filters, LOOK_UPS))
        .group_by(AuditEvent.institution, AuditEvent.user_id)
        .order_by(func.count().desc(), AuditEvent.institution, AuditEvent.user_id)
    )


def _rows_by_hour(session: Session, question: Question) -> Sequence[Cells]:
    return [
        [slot_begins(number, HOUR).astimezone(JAPAN).strftime("%Y/%m/%d %H時台"), *counts.cells]
        for number, counts in counts_by_slot(session, question.filters, HOUR).items()
    ]


def _rows_by_day(session: Session, question: Question) -> Sequence[Cells]:
    return [
        [slot_begins(number, DAY).astimezone(JAPAN).strftime("%Y/%m/%d"), *counts.cells]
        for number, counts in counts_by_slot(session, question.filters, DAY).items()
    ]


def rows_by_outcome(counts: Counts) -> Sequence[Cells]:
    """Each outcome with its number and share: look-ups that were made first, the most frequent first."""
    found = [
        (label(kind, outcome), count)
        for kind, of_kind in ((Kind.LOOK_UP, counts.made), (Kind.LOOK_UP_REFUSED, counts.refused))
        for outcome, count in sorted(of_kind.items(), key=lambda item: (-item[1], item[0]))
    ]
    return [[words, count, share(count, counts.total)] for words, count in found]


def total_of(slots: Mapping[int, Counts]) -> Counts:
    """All of them together."""
    total = Counts()
    for counts in slots.values():
        for kind, of_kind in ((Kind.LOOK_UP, counts.made), (Kind.LOOK_UP_REFUSED, counts.refused)):
            for outcome, count in of_kind.items():
                total.add(kind, outcome, count)
    return total


def _rows_by_outcome(session: Session, question: Question) -> Sequence[Cells]:
    return rows_by_outcome(total_of(counts_by_slot(session, question.filters, DAY)))


def _as_selected(row: Row[Any]) -> Cells:
    return [value if value is not None else "" for value in row[: 2 + len(_COUNTS)]]


_EXPLANATION: Final = "検索には拒否したものを含みます。"

INSTITUTIONS: Final = SelectedTable(
    Heading(
        name="institutions",
        title="医療機関等別",
        explanation=f"検索の多い順です。{_EXPLANATION}",
        columns=("医療機関コード", "名称", *_COUNTS),
    ),
    by_institution,
    _as_selected,
)

ACCOUNTS: Final = SelectedTable(
    Heading(
        name="accounts",
        title="アカウント別",
        explanation=f"検索の多い順です。{_EXPLANATION}",
        columns=("医療機関コード", "ユーザID", *_COUNTS),
    ),
    _by_account,
    _as_selected,
)

HOURS: Final = ShortTable(
    Heading(
        name="hours",
        title="時間別",
        explanation=f"日本時間です。検索のなかった時間は省きます。{_EXPLANATION}",
        columns=("時間", *_COUNTS),
    ),
    _rows_by_hour,
)

DAYS: Final = ShortTable(
    Heading(
        name="days",
        title="日別",
        explanation=f"日本時間です。検索のなかった日は省きます。{_EXPLANATION}",
        columns=("日", *_COUNTS),
    ),
    _rows_by_day,
)

OUTCOMES: Final = ShortTable(
    Heading(
        name="outcomes",
        title="結果別",
        explanation="拒否した検索は理由ごとに数えます。",
        columns=("結果", "検索", "割合"),
    ),
    _rows_by_outcome,
)
