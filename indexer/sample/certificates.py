"""高齢受給者証 and 限度額適用認定証."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from indexer.sample.days import birthday, card_year_end, card_year_start, day_before
from indexer.sample.draw import Draw, Weighted
from indexer.sample.insurer_kinds import LATE_ELDERLY_AGE, InsurerKind
from indexer.sample.terms import Term

_ELDERLY_AGE: Final = 70
_LIMIT_SHARE: Final = 0.06
_LONG_TERM_SHARE: Final = 0.15
_LOW_INCOME: Final = frozenset({"A05", "B05"})

_ELDERLY_RATIOS: Final = Weighted([("020", 85), ("030", 15)])
_LATE_ELDERLY_RATIOS: Final = Weighted([("010", 70), ("020", 20), ("030", 10)])
_LIMITS_UNDER_70: Final = Weighted(
    [
        (("01", "A01"), 5),
        (("01", "A02"), 10),
        (("01", "A03"), 35),
        (("01", "A04"), 30),
        (("02", "A05"), 15),
        (("03", "A05"), 3),
        (("02", "A06"), 2),
    ]
)
_LIMITS_FROM_70: Final = Weighted(
    [
        (("01", "B01"), 5),
        (("01", "B02"), 10),
        (("01", "B03"), 10),
        (("01", "B04"), 10),
        (("02", "B05"), 30),
        (("02", "B06"), 20),
        (("02", "B08"), 3),
        (("03", "B05"), 3),
    ]
)
_LIMITS_FROM_75: Final = Weighted(
    [
        *((limit, 1.0) for limit in (("01", "B02"), ("01", "B03"), ("01", "B09"), ("01", "B10"))),
        *((limit, 2.0) for limit in (("02", "B05"), ("02", "B06"), ("02", "B07"), ("03", "B05"))),
    ]
)


class ElderlyCertificate(NamedTuple):
    """高齢受給者証: its ratio in three digits, and its days."""

    copayment_ratio: str
    issued_on: date
    valid_from: date
    valid_to: date


class LimitCertificate(NamedTuple):
    """限度額適用認定証: 区分, 適用区分, and its days; ``long_term_on`` is 長期入院該当年月日."""

    limit_class: str
    category: str
    issued_on: date
    valid_from: date
    valid_to: date
    long_term_on: date | None


class Certificates(NamedTuple):
    """What somebody holds beside the qualification; only the 後期高齢者医療 gives a ``copayment_ratio``."""

    copayment_ratio: str
    elderly: ElderlyCertificate | None
    limit: LimitCertificate | None


def draw_certificates(draw: Draw, kind: InsurerKind, birth_date: date, term: Term, today: date) -> Certificates:
    """Return what somebody with this term holds."""
    return Certificates(
        copayment_ratio=draw_copayment_ratio(draw, kind),
        elderly=draw_elderly_certificate(draw, kind, birth_date, term, today),
        limit=draw_limit_certificate(draw, kind, birth_date, term, today),
    )


def draw_copayment_ratio(draw: Draw, kind: InsurerKind) -> str:
    """Return 一部負担金割合, which only the 後期高齢者医療 gives."""
    return _LATE_ELDERLY_RATIOS.draw(draw) if kind is InsurerKind.LATE_ELDERLY else ""


def draw_elderly_certificate(
    draw: Draw, kind: InsurerKind, birth_date: date, term: Term, today: date
) -> ElderlyCertificate | None:
    """Return the certificate of somebody of 70 to 74: from the month after turning 70, renewed in August."""
    day = term.seen_on(today)
    if kind is InsurerKind.LATE_ELDERLY or day.year - birth_date.year < _ELDERLY_AGE:
        return None
    entitled_from, too_old_on = _entitled_from(birth_date), birthday(birth_date, LATE_ELDERLY_AGE)
    if not entitled_from <= day < too_old_on:
        return None
    valid_from = max(entitled_from, card_year_start(day), term.valid_from)
    last_day = min(_last_day(term), day_before(too_old_on))
    return ElderlyCertificate(
        copayment_ratio=_ELDERLY_RATIOS.draw(draw),
        issued_on=min(valid_from, today),
        valid_from=valid_from,
        valid_to=min(card_year_end(day), last_day),
    )


def draw_limit_certificate(
    draw: Draw, kind: InsurerKind, birth_date: date, term: Term, today: date
) -> LimitCertificate | None:
    """Return a certificate for the few who have one: from the first of a month to 31 July at most.

    At 70 the categories change, so that no certificate runs on beyond that.
    """
    if not draw.chance(_LIMIT_SHARE):
        return None
    day, entitled_from = term.seen_on(today), _entitled_from(birth_date)
    valid_from = max(draw.day_between(card_year_start(day), day).replace(day=1), term.valid_from)
    valid_to = min(card_year_end(day), _last_day(term))
    if kind is InsurerKind.LATE_ELDERLY:
        limits = _LIMITS_FROM_75
    elif day >= entitled_from:
        limits, valid_from = _LIMITS_FROM_70, max(valid_from, entitled_from)
    else:
        limits, valid_to = _LIMITS_UNDER_70, min(valid_to, day_before(entitled_from))
    limit_class, category = limits.draw(draw)
    long_term = category in _LOW_INCOME and draw.chance(_LONG_TERM_SHARE)
    return LimitCertificate(
        limit_class=limit_class,
        category=category,
        issued_on=min(valid_from, today),
        valid_from=valid_from,
        valid_to=valid_to,
        long_term_on=valid_from if long_term else None,
    )


def _entitled_from(birth_date: date) -> date:
    """Return the first of the month after the 70th birthday, or that birthday if it is a first."""
    seventieth = birthday(birth_date, _ELDERLY_AGE)
    if seventieth.day == 1:
        return seventieth
    return (seventieth.replace(day=1) + timedelta(days=32)).replace(day=1)


def _last_day(term: Term) -> date:
    """Return the last day on which the term can be in force."""
    last_day = term.valid_to or date.max
    return last_day if term.disqualified_on is None else min(last_day, day_before(term.disqualified_on))
