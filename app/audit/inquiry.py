"""A patient's inquiry: who looked me up, who saw my record?

Whoever asks tells facts; the trail has keyed hashes of what was typed and shown. Every audit key is tried, since each
event was hashed with the newest one of its day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from app.audit.chain import Link, details_of
from app.audit.event import Detail, Kind
from app.audit.hashes import birth_date_hash, fact_hashes, record_hash
from app.audit.keys import AuditKey, AuditKeys
from app.audit.table import read_links
from app.state.models import AuditEvent

_LOOKED: Final = [kind.value for kind in (Kind.LOOK_UP, Kind.LOOK_UP_REFUSED, Kind.LIST_VIEWED, Kind.RECORD_VIEWED)]
_SUBJECTS_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked:
    """``fact``: ``name`` (氏名) or ``name_kana`` (氏名（カナ）), and its ``text``: look-ups where that was typed."""

    fact: str
    text: str = field(repr=False)
    birth_date: date = field(repr=False)

    def hashes(self, key: AuditKey) -> dict[str, str]:
        """What stands for the two facts in a look-up made with a key."""
        return {**fact_hashes({self.fact: self.text}, key), "birth_date": birth_date_hash(self.birth_date, key)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAsked:
    """A record, by the id that its numbers make. Whatever showed it is found, however it was looked up."""

    record_id: str = field(repr=False)

    def hashes(self, key: AuditKey) -> dict[str, str]:
        """What stands for the record in events made with a key."""
        return {"record": record_hash(self.record_id, key)}


Asked = PersonAsked | RecordAsked


@dataclass(frozen=True, slots=True)
class Inquiry:
    """``looked``: events about the person. ``other_birth_date``: those with the same name and another birth date."""

    looked: tuple[Link, ...]
    other_birth_date: tuple[Link, ...]


def inquire(session: Session, asked: Asked, keys: AuditKeys) -> Inquiry:
    """Find the look-ups, lists and record views, in the order in which they happened."""
    if isinstance(asked, RecordAsked):
        return Inquiry(_that_showed(session, asked, keys), ())
    named = _look_ups_by_name(session, asked, keys)
    born = {asked.hashes(key)["birth_date"] for key in keys.keys}
    same = [link for link in named if _conditions(link).get("birth_date") in born]
    other = [link for link in named if _conditions(link).get("birth_date") not in born]
    return Inquiry(_with_views(session, same), _with_views(session, other))


def hashes_for_event(asked: Asked, keys: AuditKeys) -> Mapping[str, Detail]:
    """What the trail keeps of the inquiry itself."""
    return asked.hashes(keys.newest)


def _that_showed(session: Session, asked: RecordAsked, keys: AuditKeys) -> tuple[Link, ...]:
    hashes = {asked.hashes(key)["record"] for key in keys.keys}
    mentioned = or_(AuditEvent.record.in_(hashes), *(AuditEvent.details.contains(record) for record in hashes))
    links = read_links(session, and_(AuditEvent.kind.in_(_LOOKED), mentioned))
    return tuple(link for link in links if hashes & {link.record, *_texts(details_of(link).get("records"))})


def _look_ups_by_name(session: Session, asked: PersonAsked, keys: AuditKeys) -> list[Link]:
    """By the name alone. A hash is 64 hex digits, so finding it anywhere in the text is finding it in its place."""
    hashes = {asked.hashes(key)[asked.fact] for key in keys.keys}
    mentioned = or_(*(AuditEvent.details.contains(name) for name in hashes))
    links = read_links(session, and_(AuditEvent.kind.in_(_LOOKED), mentioned))
    return [link for link in links if _conditions(link).get(asked.fact) in hashes]


def _with_views(session: Session, look_ups: list[Link]) -> tuple[Link, ...]:
    """The look-ups, and the lists and records that were opened from them: they have the same subject."""
    found = {link.sequence: link for link in look_ups}
    subjects = sorted({link.subject for link in look_ups} - {""})
    for start in range(0, len(subjects), _SUBJECTS_AT_ONCE):
        some = AuditEvent.subject.in_(subjects[start : start + _SUBJECTS_AT_ONCE])
        views = read_links(session, and_(AuditEvent.kind.in_([Kind.LIST_VIEWED, Kind.RECORD_VIEWED]), some))
        found |= {link.sequence: link for link in views}
    return tuple(found[sequence] for sequence in sorted(found))


def _conditions(link: Link) -> Mapping[str, Any]:
    conditions = details_of(link).get("conditions")
    return conditions if isinstance(conditions, dict) else {}


def _texts(values: object) -> Iterable[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
