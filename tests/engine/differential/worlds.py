"""Small worlds of records, random but crowded, so that people, cards, texts and days collide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import TypeVar

from engine.record import Record, Sex
from tests.engine.differential import pools
from tests.engine.differential.oracle import Written, first_day

_T = TypeVar("_T")

SMALL_WORLDS = (1, 2, 3, 5, 8, 13, 25)
CROWDS = (63, 64, 64, 65, 65, 66, 90)

_SIX_PEOPLE = ("P1", "P2", "P3", "P4", "P5", "P6")


@dataclass(frozen=True, slots=True)
class World:
    """What is written to an engine, in this order."""

    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The values that the records of one world are drawn from; the fewer, the more they collide."""

    births: Sequence[date]
    names: Sequence[str]
    readings: Sequence[str]
    addresses: Sequence[str]
    insurers: Sequence[tuple[str, str]]
    sexes: Sequence[Sex]
    person_ids: Sequence[str]
    branch_numbers: Sequence[tuple[str, str]]
    numbers: Sequence[tuple[str, str]] = pools.NUMBERS
    others: Sequence[str] = field(default=("",))


def make_world(random: Random, births: Sequence[date]) -> World:
    """One world, in which everybody is born on one of ``births`` and the first is the commonest."""
    make = random.choice((_mixed, _mixed, _alike, _histories, _crowd, _twins))
    return World(tuple(make(random, births)))


def _some(random: Random, values: Sequence[_T], most: int) -> Sequence[_T]:
    return tuple(random.choice(values) for _ in range(random.randint(1, most)))


def _mixed(random: Random, births: Sequence[date]) -> list[Written]:
    """People who share some facts, rows sent again with a change, several qualifications each."""
    names = _some(random, tuple(pools.NAMES), 3)
    palette = Palette(
        births=(births[0], births[0], *births),
        names=names,
        readings=_some(random, (*pools.READINGS, ""), 3),
        addresses=_some(random, pools.ADDRESSES, 4),
        insurers=_some(random, pools.INSURERS, 3),
        sexes=_some(random, tuple(Sex), 2),
        person_ids=_some(random, pools.PERSON_IDS, 4),
        branch_numbers=pools.BRANCH_NUMBERS,
        others=("", *_some(random, tuple(pools.NAMES), 2)),
    )
    return _rows(random, palette, random.choice(SMALL_WORLDS))


def _alike(random: Random, births: Sequence[date]) -> list[Written]:
    """Four to eight rows alike in all that is typed, or in everything but the address."""
    palette = _one_of_each(random, births)
    addresses = _some(random, pools.ADDRESSES, 2)
    numbers = tuple((str(number), f"0{number}") for number in range(1, 9))
    palette = replace(palette, addresses=addresses, numbers=numbers)
    rows = _rows(random, palette, random.randint(4, 8))
    return [
        replace(row, record=replace(row.record, number=numbers[place % 8][0])) if random.random() < 0.8 else row
        for place, row in enumerate(rows)
    ]


def _histories(random: Random, births: Sequence[date]) -> list[Written]:
    """One or two people with many qualifications, several of which ended on one day."""
    palette = replace(_one_of_each(random, births), person_ids=_some(random, ("P1", "P2"), 2))
    rows = _rows(random, palette, random.randint(2, 8))
    end = pools.day(random.choice((-2, -1, 0)))
    return [
        replace(row, record=replace(row.record, valid_to=end, disqualified_on=None))
        if random.random() < 0.6 and first_day(row.record) <= end
        else row
        for row in rows
    ]


def _crowd(random: Random, births: Sequence[date]) -> list[Written]:
    """As many matches as an answer may have, or one more: few people with long histories, or many people."""
    palette = _one_of_each(random, births)
    if random.random() < 0.8:
        palette = replace(palette, person_ids=_SIX_PEOPLE[: random.randint(1, 6)])
    count = random.choice(CROWDS)
    rows = [Written(replace(_record(random, palette, place), number=str(place + 1)), 1) for place in range(count)]
    kept = random.choice((0, 2, 4))
    return [row if place < kept else _long_over(row) for place, row in enumerate(rows)]


def _long_over(row: Written) -> Written:
    ended = replace(
        row.record,
        qualified_on=pools.day(-800),
        valid_from=pools.day(-800),
        valid_to=None,
        disqualified_on=pools.day(-400),
    )
    return replace(row, record=ended)


def _twins(random: Random, births: Sequence[date]) -> list[Written]:
    """Several people of one birth date on one card without branch numbers, told apart by sex and reading."""
    palette = replace(
        _one_of_each(random, births),
        readings=_some(random, (*pools.READINGS, ""), 3),
        sexes=tuple(Sex),
        person_ids=("",),
        branch_numbers=pools.BRANCH_NUMBERS[:1],
        numbers=pools.NUMBERS[:1],
    )
    return _rows(random, palette, random.randint(2, 8))


def _one_of_each(random: Random, births: Sequence[date]) -> Palette:
    return Palette(
        births=births[:1],
        names=_some(random, tuple(pools.NAMES), 1),
        readings=_some(random, tuple(pools.READINGS), 1),
        addresses=_some(random, pools.ADDRESSES[:-1], 1),
        insurers=_some(random, pools.INSURERS, 2),
        sexes=_some(random, tuple(Sex), 1),
        person_ids=_some(random, pools.PERSON_IDS, 3),
        branch_numbers=pools.BRANCH_NUMBERS,
    )


def _rows(random: Random, palette: Palette, count: int) -> list[Written]:
    """Rows in the order of writing; about one in four is an earlier one sent again."""
    rows: list[Written] = []
    for place in range(count):
        if rows and random.random() < 0.25:
            rows.append(_sent_again(random, palette, random.choice(rows), place))
        else:
            rows.append(Written(_record(random, palette, place), random.randint(1, 3)))
    return rows


def _sent_again(random: Random, palette: Palette, earlier: Written, place: int) -> Written:
    """The same identity, perhaps in another spelling, with other facts and any version."""
    fresh = _record(random, palette, place)
    record = replace(
        earlier.record,
        updated_at=fresh.updated_at,
        symbol=_respelled(earlier.record.symbol, pools.SYMBOLS),
        number=_respelled(earlier.record.number, pools.NUMBERS),
        branch_number=_respelled(earlier.record.branch_number, pools.BRANCH_NUMBERS),
        address=fresh.address,
        insurer_name=fresh.insurer_name,
        name_other=fresh.name_other,
        person_id=random.choice((earlier.record.person_id, fresh.person_id)),
        valid_from=fresh.valid_from,
        valid_to=fresh.valid_to,
        disqualified_on=fresh.disqualified_on,
    )
    return Written(record, random.randint(1, 3))


def _respelled(text: str, spellings: Sequence[tuple[str, str]]) -> str:
    return next((pair[1 - pair.index(text)] for pair in spellings if text in pair), text)


def _record(random: Random, palette: Palette, place: int) -> Record:
    """One record; ``updated_at`` is its place in the world, so that no two rows are equal."""
    insurer_number, insurer_name = random.choice(palette.insurers)
    other = random.choice(palette.others)
    spelling = random.randint(0, 1)
    return Record(
        person_id=random.choice(palette.person_ids),
        updated_at=f"2026-06-01T00:{place // 60:02}:{place % 60:02}",
        insurer_number=insurer_number,
        insurer_name=insurer_name,
        symbol=random.choice(pools.SYMBOLS)[spelling],
        number=random.choice(palette.numbers)[spelling],
        branch_number=random.choice(palette.branch_numbers)[spelling],
        name=random.choice(palette.names),
        name_kana=random.choice(palette.readings),
        name_other=other,
        name_other_kana=random.choice(palette.readings) if other else "",
        sex=random.choice(palette.sexes),
        birth_date=random.choice(palette.births),
        address=random.choice(palette.addresses),
        certificate_class="01",
        qualified_on=pools.day(random.choice(pools.OFFSETS)),
        valid_from=pools.day(random.choice((-400, *pools.OFFSETS))),
        valid_to=_perhaps(random, pools.day),
        disqualified_on=_perhaps(random, pools.day),
    )


def _perhaps(random: Random, make: Callable[[int], date]) -> date | None:
    return make(random.choice(pools.OFFSETS)) if random.random() < 0.4 else None
