"""One row of the feed: a person, a membership, a home and a term put together."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from indexer.sample.addresses import Home
from indexer.sample.certificates import Certificates
from indexer.sample.draw import Draw
from indexer.sample.insurer_kinds import InsurerKind
from indexer.sample.memberships import Membership
from indexer.sample.people import Person
from indexer.sample.terms import Term


class Row(NamedTuple):
    """A row as written, in the order of :data:`indexer.feed.columns.COLUMNS`; what is not sent is ``""``."""

    person_id: str
    updated_at: str
    insurer_number: str
    insurer_name: str
    symbol: str
    number: str
    branch_number: str
    name: str
    name_kana: str
    name_other: str
    name_other_kana: str
    sex: str
    sex_note: str
    birth_date: str
    postal_code: str
    address: str
    certificate_class: str
    personal_family: str
    insured_name: str
    qualified_on: str
    disqualified_on: str
    valid_from: str
    valid_to: str
    issued_on: str
    loss_reason: str
    copayment_ratio: str
    elderly_copayment_ratio: str
    elderly_issued_on: str
    elderly_valid_from: str
    elderly_valid_to: str
    limit_class: str
    limit_category: str
    limit_issued_on: str
    limit_valid_from: str
    limit_valid_to: str
    limit_long_term_on: str


def feed_row(
    person: Person,
    place: int,
    membership: Membership,
    home: Home,
    *,
    term: Term,
    certificates: Certificates,
    updated_on: date,
) -> Row:
    """Return the row of the member at this ``place`` of the membership (the insured is at 0)."""
    insurer = membership.insurer
    own = insurer.kind is InsurerKind.LATE_ELDERLY
    elderly, limit, other = certificates.elderly, certificates.limit, person.other_name
    written, large = insurer.letters, insurer.large_kana
    return Row(
        person_id=person.person_id,
        updated_at=compact(updated_on),
        insurer_number=insurer.number,
        insurer_name=insurer.name,
        symbol=membership.symbol,
        number=membership.number,
        branch_number=membership.branch_number(place),
        name=person.name.written(written),
        name_kana=person.name.reading(large=large) if membership.sends_kana else "",
        name_other=other.written(written) if other else "",
        name_other_kana=other.reading(large=large) if other and membership.sends_kana else "",
        sex=person.sex,
        sex_note=person.sex_note,
        birth_date=compact(person.birth_date),
        postal_code=home.postal_code,
        address=home.address,
        certificate_class=membership.certificate_class,
        personal_family="" if own else ("2" if place else "1"),
        insured_name="" if own else membership.insured.name.written(written),
        qualified_on=compact(term.qualified_on),
        disqualified_on=compact(term.disqualified_on),
        valid_from=compact(term.valid_from),
        valid_to=compact(term.valid_to),
        issued_on=compact(term.issued_on),
        loss_reason=term.loss_reason,
        copayment_ratio=certificates.copayment_ratio,
        elderly_copayment_ratio=elderly.copayment_ratio if elderly else "",
        elderly_issued_on=compact(elderly.issued_on) if elderly else "",
        elderly_valid_from=compact(elderly.valid_from) if elderly else "",
        elderly_valid_to=compact(elderly.valid_to) if elderly else "",
        limit_class=limit.limit_class if limit else "",
        limit_category=limit.category if limit else "",
        limit_issued_on=compact(limit.issued_on) if limit else "",
        limit_valid_from=compact(limit.valid_from) if limit else "",
        limit_valid_to=compact(limit.valid_to) if limit else "",
        limit_long_term_on=compact(limit.long_term_on) if limit else "",
    )


@lru_cache(maxsize=1 << 16)
def compact(day: date | None) -> str:
    """Return a day as YYYYMMDD, blank for none."""
    return day.isoformat().replace("-", "") if day else ""


def draw_updated_on(draw: Draw, term: Term, certificates: Certificates, today: date) -> date:
    """Return a day soon after the last event of the row that has come by ``today``."""
    elderly, limit = certificates.elderly, certificates.limit
    events = [term.qualified_on, term.valid_from, term.disqualified_on, term.issued_on]
    events += [elderly.issued_on if elderly else None, limit.issued_on if limit else None]
    past = [event for event in events if event is not None and event <= today]
    return min(max(past, default=today) + timedelta(days=draw.between(0, 10)), today)
