"""Long tables, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Self, TypeVar

from flask import request
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]

ROWS_PER_PAGE: Final = 50
_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """The rows of one page. ``number`` counts from 1; ``parameter`` is its name in the address."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = ROWS_PER_PAGE
    parameter: str = "page"

    @classmethod
    def of(cls, rows: Sequence[T], number: int, *, size: int = ROWS_PER_PAGE, parameter: str = "page") -> Self:
        """A page of rows that are all at hand."""
        number = _within(number, len(rows), size)
        start = (number - 1) * size
        return cls(rows=rows[start : start + size], number=number, total=len(rows), size=size, parameter=parameter)

    @property
    def last_number(self) -> int:
        """The number of the last page; 1 if there are no rows."""
        return _last(self.total, self.size)

    @property
    def first_row(self) -> int:
        """The number of the page's first row, counted from 1; 0 if there are no rows."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        """The number of the page's last row."""
        return (self.number - 1) * self.size + len(self.rows)


def page_number(parameter: str = "page") -> int:
    """The page that the request's address asks for; the first one unless it is a number."""
    asked = request.args.get(parameter, "")
    if not (asked.isascii() and asked.isdigit()) or len(asked) > _LONGEST_NUMBER:
        return 1
    return max(1, int(asked))


def paginate(session: Session, statement: Select[T], number: int, *, parameter: str = "page") -> Page[T]:
    """One page of what a statement of one entity selects. A number past the last page is the last page."""
    total = _count(session, statement)
    number = _within(number, total, ROWS_PER_PAGE)
    rows = session.scalars(_cut(statement, number)).unique().all()
    return Page(rows=rows, number=number, total=total, parameter=parameter)


def paginate_rows(session: Session, statement: AnySelect, number: int, *, parameter: str = "page") -> Page[AnyRow]:
    """As :func:`paginate`, for a statement of several columns."""
    total = _count(session, statement)
    number = _within(number, total, ROWS_PER_PAGE)
    rows = session.execute(_cut(statement, number)).all()
    return Page(rows=rows, number=number, total=total, parameter=parameter)


def _count(session: Session, statement: AnySelect) -> int:
    return session.scalars(select(func.count()).select_from(statement.order_by(None).subquery())).one()


def _cut(statement: AnySelect, number: int) -> AnySelect:
    return statement.limit(ROWS_PER_PAGE).offset((number - 1) * ROWS_PER_PAGE)


def _last(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _within(number: int, total: int, size: int) -> int:
    return max(1, min(number, _last(total, size)))
