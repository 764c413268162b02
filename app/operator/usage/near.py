"""Who nears a limit of look-ups now."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from app.limit_texts import limit_words
from app.limits import NEAR_PERCENT, NearLimit, near_limits
from app.operator.usage.table import Cells, Heading, Question, ShortTable


def near(session: Session, question: Question) -> Sequence[NearLimit]:
    """Those of the institution and account asked for; of an account, its own limits alone."""
    filters = question.filters
    return [
        found
        for found in near_limits(session, question.settings, question.now)
        if filters.institution in {"", found.institution} and filters.account in {"", found.user_id}
    ]


def cells(found: NearLimit) -> Cells:
    """A row of the table."""
    return [
        found.institution,
        found.user_id or "（全アカウント）",
        limit_words(found.limit),
        found.used,
        f"{found.percent}%",
        "上限に到達" if found.is_reached else "上限に接近",
    ]


def _rows(session: Session, question: Question) -> Sequence[Cells]:
    return [cells(found) for found in near(session, question)]


NEAR_LIMITS: Final = ShortTable(
    Heading(
        name="near",
        title="上限に近い利用",
        explanation=(
            f"検索回数の上限の{NEAR_PERCENT}%以上を使っている医療機関等とアカウントです。"
            "現在の状況であり、期間と結果の条件は使いません。"
        ),
        columns=("医療機関コード", "ユーザID", "上限", "使用", "割合", "状態"),
    ),
    _rows,
)
