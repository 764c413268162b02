"""Synthetic records for the tests of the engines."""

from datetime import date
from typing import Any

from engine.document import Document, make_document
from engine.query import Conditions, Query, build_query
from engine.record import Record, Sex

BORN = date(1950, 4, 1)
AS_OF = date(2026, 7, 1)


def a_record(**changes: Any) -> Record:
    """One record of 照会 太郎, with the fields changed that a test is about."""
    fields: dict[str, Any] = {
        "insurer_number": "00138057",
        "insurer_name": "見本市",
        "symbol": "見本",
        "number": "1234567",
        "branch_number": "01",
        "name": "照会　太郎",
        "name_kana": "ｼｮｳｶｲ ﾀﾛｳ",
        "sex": Sex.MALE,
        "birth_date": BORN,
        "address": "東京都府中市見本町３丁目１３番地",
        "certificate_class": "01",
        "qualified_on": date(2020, 4, 1),
        "valid_from": date(2020, 4, 1),
    }
    return Record(**{**fields, **changes})


def a_document(version: int = 1, **changes: Any) -> Document:
    """The document of :func:`a_record`."""
    return make_document(a_record(**changes), version)


def documents(count: int, **changes: Any) -> list[Document]:
    """Documents of as many people, who differ by 番号 only."""
    return [a_document(**{"number": str(1000 + position), **changes}) for position in range(count)]


def a_query(**typed: Any) -> Query:
    """A query for :func:`a_record` by name and insurer, but for what a test types."""
    conditions: dict[str, Any] = {"birth_date": BORN, "sex": Sex.MALE, "as_of": AS_OF}
    if not {"name", "name_kana"} & typed.keys():
        conditions["name"] = "照会太郎"
    if not {"address", "insurer_name"} & typed.keys():
        conditions["insurer_name"] = "見本市"
    return build_query(Conditions(**{**conditions, **typed}))
