"""What the first page of 利用状況 shows: look-ups over time, by institution and by outcome, and who nears a limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.clock import JAPAN
from app.operator.usage import chart
from app.operator.usage.chart import Chart, Series, Stack
from app.operator.usage.filters import Filters
from app.operator.usage.look_ups import INSTITUTIONS, Counts, by_institution, counts_by_slot, rows_by_outcome, total_of
from app.operator.usage.near import cells, near
from app.operator.usage.outcomes import LOOKED_UP
from app.operator.usage.selected import DAY, HOUR, slot_begins, slot_of
from app.operator.usage.table import Cells, Question

INSTITUTIONS_CHARTED: Final = 10
_DAYS_BY_HOUR: Final = 2
_DAYS_BY_DAY: Final = 62

_OVER_TIME: Final = (Series("looked-up", "受け付けた検索"), Series("refused", "拒否した検索"))
_BY_OUTCOME: Final = (
    *(Series(outcome.replace("_", "-"), words) for outcome, words in LOOKED_UP.items()),
    Series("refused", "拒否"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted:
    """A chart, and the table that says the same."""

    chart: Chart
    columns: Sequence[str]
    rows: Sequence[Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything on the page."""

    total: int
    refused: int
    outcomes: Sequence[Cells]
    over_time: Charted
    institutions: Charted
    near: Sequence[Cells]


def overview(session: Session, question: Question) -> Overview:
    """Read it all."""
    filters = question.filters
    hourly = (filters.last_day - filters.first_day).days < _DAYS_BY_HOUR
    size = HOUR if hourly else DAY
    slots = counts_by_slot(session, filters, size)
    total = total_of(slots)
    return Overview(
        total=total.total,
        refused=total.total_refused,
        outcomes=rows_by_outcome(total),
        over_time=_over_time(filters, slots, size),
        institutions=_institutions(session, filters),
        near=[cells(found) for found in near(session, question)],
    )


def _over_time(filters: Filters, slots: Mapping[int, Counts], size: timedelta) -> Charted:
    """A column an hour, a day, or, of a long period, a month; those without look-ups too."""
    monthly = (filters.last_day - filters.first_day).days >= _DAYS_BY_DAY
    unit = "時間" if size == HOUR else "月" if monthly else "日"
    together: dict[str, list[int]] = {}
    for number in range(slot_of(filters.since, size), slot_of(filters.until, size)):
        counts = slots.get(number, Counts())
        values = together.setdefault(_slot_words(slot_begins(number, size), unit), [0, 0])
        values[0] += counts.total_made
        values[1] += counts.total_refused
    stacks = [Stack(words, values) for words, values in together.items()]
    return Charted(
        chart=chart.columns(
            "over-time",
            f"{unit}ごとの検索",
            f"{unit}ごとに、受け付けた検索と拒否した検索の数を積み上げた棒グラフです。同じ数を表に示します。",
            _OVER_TIME,
            stacks,
        ),
        columns=(unit, *(series.label for series in _OVER_TIME)),
        rows=[[stack.name, *stack.values] for stack in stacks],
    )


def _slot_words(begins: datetime, unit: str) -> str:
    local = begins.astimezone(JAPAN)
    if unit == "時間":
        return f"{local.day}日{local.hour}時"
    return f"{local.year}/{local.month}" if unit == "月" else f"{local.month}/{local.day}"


def _institutions(session: Session, filters: Filters) -> Charted:
    found = session.execute(by_institution(filters).limit(INSTITUTIONS_CHARTED)).all()
    rows = [INSTITUTIONS.cells(row) for row in found]
    stacks = [Stack(str(code), [int(value) for value in values]) for code, _, _, *values in rows]
    return Charted(
        chart=chart.rows(
            "institutions",
            "医療機関等ごとの結果",
            f"検索の多い医療機関等{INSTITUTIONS_CHARTED}件までの、結果ごとの数を積み上げた棒グラフです。同じ数を表に示します。",
            _BY_OUTCOME,
            stacks,
        ),
        columns=INSTITUTIONS.heading.columns,
        rows=rows,
    )
