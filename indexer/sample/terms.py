"""From when to when somebody is insured, and why it ended."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from indexer.sample.days import birthday, card_year_end, card_year_start, day_before
from indexer.sample.draw import Draw
from indexer.sample.insurer_kinds import LATE_ELDERLY_AGE, InsurerKind

DEATH: Final = "01"
PUBLIC_ASSISTANCE: Final = "02"
INSURED_ELSEWHERE: Final = "03"
OTHER_REASON: Final = "99"

_CARD_WITH_END_SHARE: Final = 0.2
_ISSUED_SHARE: Final = 0.75


class Term(NamedTuple):
    """When a qualification began and ended, and when its last card is valid.

    In order 資格取得日, 資格喪失日 (the first day without it), 資格喪失事由, 有効開始日,
    有効終了日 (the last valid day) and 証交付年月日.
    """

    qualified_on: date
    disqualified_on: date | None
    loss_reason: str
    valid_from: date
    valid_to: date | None
    issued_on: date | None

    def seen_on(self, today: date) -> date:
        """Return ``today``, or the nearest day to it on which this was in force."""
        day = today if self.disqualified_on is None else min(today, day_before(self.disqualified_on))
        if self.valid_to is not None:
            day = min(day, self.valid_to)
        return max(day, self.valid_from)


class Span(NamedTuple):
    """What a household lives through with one insurer: when it joined, and when and why it left.

    ``expired`` is set where the last card has run out and nothing newer came.
    """

    joined_on: date
    left_on: date | None = None
    loss_reason: str = ""
    expired: bool = False


def draw_term(draw: Draw, kind: InsurerKind, birth_date: date, span: Span, today: date) -> Term | None:
    """Return the term of somebody whose household has this span, ``None`` if it leaves no day for them.

    Nobody is insured before birth, nor from the 75th birthday on by another than the 後期高齢者医療.
    """
    qualified_on = max(span.joined_on, birth_date)
    if span.left_on is not None and span.left_on <= qualified_on:
        return None
    too_old_on = None if kind is InsurerKind.LATE_ELDERLY else birthday(birth_date, LATE_ELDERLY_AGE)
    last_day = None if span.left_on is None else day_before(span.left_on)
    if too_old_on is not None:
        if too_old_on <= max(qualified_on, today if last_day is None else last_day):
            return None
        last_day = min(last_day or date.max, day_before(too_old_on))
    term = Term(qualified_on, span.left_on, span.loss_reason, qualified_on, None, None)
    term = _with_card(draw, kind, term, last_day, today)
    if span.expired and term.valid_from < today:
        earliest = max(term.qualified_on, today - timedelta(days=400))
        term = term._replace(valid_from=term.qualified_on, valid_to=draw.day_between(earliest, day_before(today)))
    return _with_issue_day(draw, term, today)


def _with_card(draw: Draw, kind: InsurerKind, term: Term, last_day: date | None, today: date) -> Term:
    """Return the term with the card of the day seen; ``last_day`` is the last on which one can be valid."""
    day = term.seen_on(today)
    if kind.yearly_cards:
        valid_from = max(term.qualified_on, card_year_start(day))
        valid_to = card_year_end(day)
    elif draw.chance(_CARD_WITH_END_SHARE):
        valid_from = term.qualified_on
        valid_to = date(day.year + draw.between(1, 4), 3, 31)
    else:
        return term
    return term._replace(valid_from=valid_from, valid_to=min(valid_to, last_day or valid_to))


def _with_issue_day(draw: Draw, term: Term, today: date) -> Term:
    if not draw.chance(_ISSUED_SHARE):
        return term
    issued_on = term.valid_from + timedelta(days=draw.between(0, 14))
    return term._replace(issued_on=min(issued_on, term.seen_on(today), today))
