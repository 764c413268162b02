"""A record as the engines store it: its keys, its identity and its source."""

from dataclasses import dataclass

from analyzers import address_key, insurer_key, kana_key, name_keys
from engine.identity import insurer_digits, person_key, record_id
from engine.record import Record
from engine.source import to_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is written for one record.

    ``version`` orders rows of one identity: of one ``record_id``, the highest version is the one kept.
    """

    record_id: str
    person_key: str
    person_id: str
    version: int
    insurer_number: str
    birth_date: str
    sex: str
    name_keys: tuple[str, ...]
    kana_keys: tuple[str, ...]
    address_key: str
    insurer_key: str
    source: dict[str, str]


def make_document(record: Record, version: int) -> Document:
    """Work out a record's keys and identity. A name or kana that was not sent, or folds to nothing, has no key."""
    names = [*name_keys(record.name), *name_keys(record.name_other)]
    kana = [kana_key(record.name_kana), kana_key(record.name_other_kana)]
    return Document(
        record_id=record_id(record),
        person_key=person_key(record),
        person_id=record.person_id,
        version=version,
        insurer_number=insurer_digits(record.insurer_number),
        birth_date=record.birth_date.isoformat(),
        sex=record.sex.value,
        name_keys=tuple(dict.fromkeys(key for key in names if key)),
        kana_keys=tuple(dict.fromkeys(key for key in kana if key)),
        address_key=address_key(record.address),
        insurer_key=insurer_key(record.insurer_name),
        source=to_source(record),
    )
