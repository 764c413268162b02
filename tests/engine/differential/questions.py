"""Random look-ups of a world: mostly of somebody in it, typed right or nearly right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from analyzers import address_key
from engine.conditions import TEXT_LIMITS, text_problems
from engine.query import Conditions
from engine.record import Record, Sex
from tests.engine.differential import pools
from tests.engine.differential.worlds import World


def make_question(random: Random, world: World) -> Conditions:
    """Valid conditions about one of the world's records."""
    record = random.choice(world.written).record
    by = random.choice(("name", "name", "kana", "both"))
    where = random.choice(("address", "address", "insurer", "both"))
    conditions = Conditions(
        name=_name(random, record) if by != "kana" else "",
        name_kana=_reading(random, record) if by != "name" else "",
        birth_date=record.birth_date,
        sex=record.sex if random.random() < 0.9 else random.choice(tuple(Sex)),
        address=_address(random, record) if where != "insurer" else "",
        insurer_name=_insurer(random, record) if where != "address" else "",
        as_of=_as_of(random, record),
    )
    return conditions if is_valid(conditions) else replace(conditions, insurer_name="見本")


def is_valid(conditions: Conditions) -> bool:
    """Whether the service would ask an engine at all."""
    return not text_problems({name: getattr(conditions, name) for name in TEXT_LIMITS})


def _name(random: Random, record: Record) -> str:
    name = random.choice((record.name, record.name, record.name_other or record.name))
    return name if random.random() < 0.5 else random.choice(pools.NAMES[name])


def _reading(random: Random, record: Record) -> str:
    reading = random.choice((record.name_kana, record.name_other_kana or record.name_kana))
    if not reading:
        return random.choice(tuple(pools.READINGS))
    return reading if random.random() < 0.5 else random.choice(pools.READINGS[reading])


def _address(random: Random, record: Record) -> str:
    return _phrases(random, record.address, pools.ADDRESS_PHRASES)


def _insurer(random: Random, record: Record) -> str:
    if random.random() < 0.1:
        return f"{random.choice(pools.GENERIC_INSURER_PHRASES)} {random.choice(pools.INSURER_PHRASES)}"
    return _phrases(random, record.insurer_name, pools.INSURER_PHRASES)


def _phrases(random: Random, text: str, others: Sequence[str]) -> str:
    """One to three phrases, parted by either white space: parts of the text, or others."""
    phrases = [
        _part(random, text) if text and random.random() < 0.8 else random.choice(others)
        for _ in range(random.choice((1, 1, 1, 2, 3)))
    ]
    comparable = [phrase for phrase in phrases if all(address_key(word) for word in phrase.split())]
    return random.choice((" ", "　")).join(comparable)


def _part(random: Random, text: str) -> str:
    landmarks = [text.find(landmark) for landmark in pools.LANDMARKS if landmark in text]
    start = random.choice((0, random.randint(0, len(text) - 1), *landmarks))
    length = random.choice((1, 2, 3, 5, len(text), len(text)))
    return text[start : start + length]


def _as_of(random: Random, record: Record) -> date:
    """A day at or next to one of the record's own edges, or any."""
    edges = [day for day in (record.qualified_on, record.valid_from, record.valid_to, record.disqualified_on) if day]
    if random.random() < 0.7:
        return random.choice(edges) + timedelta(days=random.choice((-1, 0, 1)))
    return pools.day(random.choice(pools.OFFSETS))
