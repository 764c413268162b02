"""What a look-up must answer, worked out by reading every record: slow, and as near to the rules' words as can be.

Of the code under test it shares only the keys of records and of typed phrases, which have their own tests, and the
opaque record id, which settles ties. Identity, partial match, validity and outcome are written here a second time.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import analyzers
from engine.identity import record_id
from engine.query import Conditions
from engine.record import Record

MOST_MATCHES = 64
MOST_ROWS = 5
BOUNDARY = "|"

address_key = cache(analyzers.address_key)
address_phrases = cache(analyzers.address_phrases)
insurer_key = cache(analyzers.insurer_key)
insurer_phrases = cache(analyzers.insurer_phrases)
kana_key = cache(analyzers.kana_key)
name_key = cache(analyzers.name_key)
name_keys = cache(analyzers.name_keys)


@dataclass(frozen=True, slots=True)
class Written:
    """One row as written to an engine: of one identity, the highest version counts, of equal ones the last."""

    record: Record
    version: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the answer: ``validity`` is the XML's "1", "2" or "3"; ``standing`` says why."""

    record: Record
    standing: str
    validity: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The whole answer. ``would_be_shown`` holds the rows also where there are too many to show."""

    outcome: str
    rows: tuple[Shown, ...]
    matches: tuple[Record, ...]
    would_be_shown: tuple[Shown, ...]


# Who is who


def identity(record: Record) -> tuple[object, ...]:
    """Two rows of one identity are one record, sent twice."""
    return (*qualification(record), record.qualified_on)


def qualification(record: Record) -> tuple[object, ...]:
    """The identity without 資格取得日. Without a branch number, sex and kana (else name) keep twins apart."""
    branch_number = unicodedata.normalize("NFKC", record.branch_number).strip().lstrip("0")
    card = (
        insurer_digits(record.insurer_number),
        folded(record.symbol),
        folded(record.number).lstrip("0"),
        branch_number,
        record.birth_date,
    )
    if branch_number:
        return card
    return (*card, record.sex, kana_key(record.name_kana) or name_key(record.name))


@cache
def insurer_digits(insurer_number: str) -> str:
    """Eight digits, or six, which may come padded to eight by two spaces or two zeros."""
    digits = unicodedata.normalize("NFKC", insurer_number).strip()
    return digits[2:] if len(digits) == 8 and digits.startswith("00") else digits


@cache
def folded(symbol_or_number: str) -> str:
    """Width, hyphens, case and white space make no difference."""
    text = unicodedata.normalize("NFKC", symbol_or_number).upper()
    return "".join("-" if character in "‐−－" else character for character in text if not character.isspace())


def person(record: Record) -> tuple[object, ...]:
    """Records of one person have one value. Alike names never join people."""
    if record.person_id:
        return ("person_id", record.person_id, record.birth_date)
    return ("qualification", *qualification(record))


def surviving(written: Iterable[Written]) -> list[Record]:
    """One record for each identity."""
    latest: dict[tuple[object, ...], Written] = {}
    for row in written:
        before = latest.get(identity(row.record))
        if before is None or row.version >= before.version:
            latest[identity(row.record)] = row
    return [row.record for row in latest.values()]


# What matches


def matches(record: Record, conditions: Conditions) -> bool:
    """Whether the record meets every condition; 資格確認日 is none."""
    return (
        record.birth_date == conditions.birth_date
        and record.sex == conditions.sex
        and name_matches(record, conditions.name)
        and kana_matches(record, conditions.name_kana)
        and address_matches(record, conditions.address)
        and insurer_matches(record, conditions.insurer_name)
    )


def name_matches(record: Record, typed: str) -> bool:
    """One of the names of 氏名 or 氏名（その他）."""
    names = {*name_keys(record.name), *name_keys(record.name_other)}
    return not typed.strip() or name_key(typed) in names


def kana_matches(record: Record, typed: str) -> bool:
    """The reading of one of the two."""
    readings = {kana_key(record.name_kana), kana_key(record.name_other_kana)} - {""}
    return not typed.strip() or kana_key(typed) in readings


def address_matches(record: Record, typed: str) -> bool:
    """Every phrase is in the address."""
    phrases = address_phrases(typed) if typed.strip() else ()
    return all(contains(address_key(record.address), phrase) for phrase in phrases)


def insurer_matches(record: Record, typed: str) -> bool:
    """Every phrase is in the insurer's name."""
    phrases = insurer_phrases(typed) if typed.strip() else ()
    return all(contains(insurer_key(record.insurer_name), phrase) for phrase in phrases)


@cache
def contains(record_key: str, phrase_key: str) -> bool:
    """Whether the phrase is a run of the record's tokens that does not cross the boundary.

    Only a run from the record's first token on may cross it. The phrase's own boundary has no meaning.
    """
    prefecture, boundary, rest = record_key.partition(BOUNDARY)
    edge = len(tokens(prefecture)) if boundary else 0
    record = [*tokens(prefecture), *tokens(rest)]
    phrase = tokens(phrase_key.replace(BOUNDARY, ""))
    for start in range(len(record) - len(phrase) + 1):
        end = start + len(phrase)
        if record[start:end] == phrase and (start == 0 or not start < edge < end):
            return True
    return False


def tokens(key: str) -> list[str]:
    """Characters, but a run of digits as a whole."""
    result: list[str] = []
    for is_number, group in groupby(key, key="0123456789".__contains__):
        characters = list(group)
        result.extend(["".join(characters)] if is_number else characters)
    return result


# What is shown


def in_force(record: Record, as_of: date) -> bool:
    """All four dates, each in its own words."""
    return (
        record.qualified_on <= as_of
        and record.valid_from <= as_of
        and (record.valid_to is None or record.valid_to >= as_of)
        and (record.disqualified_on is None or record.disqualified_on > as_of)
    )


def last_day(record: Record) -> date:
    """The last day in force: 有効終了日, or the day before 資格喪失日."""
    valid_to = record.valid_to or date.max
    return min(valid_to, (record.disqualified_on or date.max) - timedelta(days=1))


def first_day(record: Record) -> date:
    """The first day in force."""
    return max(record.qualified_on, record.valid_from)


def shown_of_person(matching: Sequence[Record], everything: Sequence[Record], as_of: date) -> list[Shown]:
    """The rows of one person, from that person's matches and from every record there is."""
    current = [record for record in matching if in_force(record, as_of)]
    if current:
        return [Shown(record, "in_force", "1") for record in current]
    newer = any(
        other.person_id
        and other.person_id == matching[0].person_id
        and other.birth_date == matching[0].birth_date
        and in_force(other, as_of)
        for other in everything
    )
    validity = "3" if newer else "2"
    lapsed = [record for record in matching if last_day(record) < as_of]
    if lapsed:
        latest = max(lapsed, key=lambda record: (last_day(record), record.qualified_on, record_id(record)))
        return [Shown(latest, "lapsed", validity)]
    earliest = min(matching, key=lambda record: (first_day(record), record.qualified_on, record_id(record)))
    return [Shown(earliest, "starts_later", validity)]


def expected_answer(everything: Sequence[Record], conditions: Conditions) -> Expected:
    """The answer over all surviving records."""
    matching = [record for record in everything if matches(record, conditions)]
    rows: list[Shown] = []
    for one in dict.fromkeys(map(person, matching)):
        of_person = [record for record in matching if person(record) == one]
        rows.extend(shown_of_person(of_person, everything, conditions.as_of))
    if len(matching) > MOST_MATCHES or len(rows) > MOST_ROWS:
        return Expected("too_many", (), tuple(matching), tuple(rows))
    outcome = {0: "none", 1: "identified"}.get(len(rows), "candidates")
    return Expected(outcome, tuple(rows), tuple(matching), tuple(rows))
