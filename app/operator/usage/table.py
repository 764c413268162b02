"""What a table of 利用状況 is: columns, and rows that a page or a CSV file shows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, Select, func
from sqlalchemy.orm import Session

from app.clock import JAPAN
from app.operator.paging import ROWS_PER_PAGE, Page, paginate_rows
from app.operator.usage.filters import Filters
from app.settings import Settings

Cell = str | int
"""Numbers are set to the right, and stay numbers in a spreadsheet."""

Cells = Sequence[Cell]

Statement = Select[*tuple[Any, ...]]
"""Selects rows of whatever columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of every table. ``now`` matters to those that tell of this moment."""

    filters: Filters
    settings: Settings
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """``name`` stands in the address, ``explanation`` above the table."""

    name: str
    title: str
    explanation: str
    columns: Sequence[str]


class Table(Protocol):
    """One of the tables."""

    @property
    def heading(self) -> Heading:
        """What it is called."""

    def page(self, session: Session, question: Question, number: int) -> Page[Cells]:
        """The rows of one page."""

    def every(self, session: Session, question: Question) -> Iterator[Cells]:
        """All rows, a few in memory at a time."""


@dataclass(frozen=True, slots=True)
class SelectedTable:
    """A table whose rows the database counts. ``cells`` makes a row of what ``select`` gives."""

    heading: Heading
    select: Callable[[Filters], Statement]
    cells: Callable[[Row[Any]], Cells]

    def page(self, session: Session, question: Question, number: int) -> Page[Cells]:
        """The rows of one page."""
        found = _paginate(session, self.select(question.filters), number)
        return Page(rows=[self.cells(row) for row in found.rows], number=found.number, total=found.total)

    def every(self, session: Session, question: Question) -> Iterator[Cells]:
        """All rows, a few in memory at a time."""
        for row in session.execute(self.select(question.filters), execution_options={"yield_per": 1_000}):
            yield self.cells(row)


@dataclass(frozen=True, slots=True)
class ShortTable:
    """A table that is read whole."""

    heading: Heading
    read: Callable[[Session, Question], Sequence[Cells]]

    def page(self, session: Session, question: Question, number: int) -> Page[Cells]:
        """The rows of one page."""
        return Page.of(self.read(session, question), number)

    def every(self, session: Session, question: Question) -> Iterator[Cells]:
        """All rows."""
        yield from self.read(session, question)


def _paginate(session: Session, statement: Statement, number: int) -> Page[Row[*tuple[Any, ...]]]:
    """As :func:`app.operator.paging.paginate_rows`, but rows and total are counted in one go, which halves the work."""
    counted = statement.add_columns(func.count().over().label("of_all"))
    rows = session.execute(counted.limit(ROWS_PER_PAGE).offset((number - 1) * ROWS_PER_PAGE)).all()
    if rows or number == 1:
        return Page(rows=rows, number=number, total=rows[0].of_all if rows else 0)
    return paginate_rows(session, statement, number)


def moment(at: datetime) -> str:
    """A time in Japan, to the second."""
    return at.astimezone(JAPAN).strftime("%Y/%m/%d %H:%M:%S")


def share(part: int, whole: int) -> str:
    """A part in per cent, with one digit after the point."""
    return f"{part / whole:.1%}" if whole else "－"
