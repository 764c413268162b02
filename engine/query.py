"""The query: keys and exact values that a record must match, made from conditions that are already valid."""

from dataclasses import dataclass
from datetime import date

from analyzers import address_phrases, insurer_phrases, kana_key, name_key
from engine.record import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What was typed, in the field's own terms; ``""`` for a field left empty. See :mod:`engine.conditions`."""

    name: str = ""
    name_kana: str = ""
    birth_date: date
    sex: Sex
    address: str = ""
    insurer_name: str = ""
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every condition a matching record meets (``as_of`` only decides validity, never a match).

    ``name_key``/``kana_key``: equal to one of the record's keys; ``None`` where nothing was typed.
    ``address_phrases``/``insurer_phrases``: keys, each contained in the record's key (``analyzers.contains``).
    """

    birth_date: date
    sex: Sex
    name_key: str | None = None
    kana_key: str | None = None
    address_phrases: tuple[str, ...] = ()
    insurer_phrases: tuple[str, ...] = ()


def build_query(conditions: Conditions) -> Query:
    """Turn valid conditions into keys. 住所 and 保険者名 are parted into phrases, of which each must be contained."""
    return Query(
        birth_date=conditions.birth_date,
        sex=conditions.sex,
        name_key=name_key(conditions.name) if conditions.name.strip() else None,
        kana_key=kana_key(conditions.name_kana) if conditions.name_kana.strip() else None,
        address_phrases=address_phrases(conditions.address) if conditions.address.strip() else (),
        insurer_phrases=insurer_phrases(conditions.insurer_name) if conditions.insurer_name.strip() else (),
    )
