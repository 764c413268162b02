import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engine.record import DATE_FIELDS, FIELDS, Record, Sex
from engine.source import digest, from_source, to_source
from tests.engine.records import a_record

REQUIRED = {
    "insurer_number",
    "insurer_name",
    "number",
    "name",
    "sex",
    "birth_date",
    "certificate_class",
    "qualified_on",
    "valid_from",
}

texts = st.text(st.characters(codec="utf-8"), min_size=0, max_size=8)
written = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


def values(field: str) -> st.SearchStrategy[Any]:
    """Everything a field can hold."""
    if field == "sex":
        return st.sampled_from(Sex)
    if field in DATE_FIELDS:
        return st.dates() if field in REQUIRED else st.none() | st.dates()
    return written if field in REQUIRED else texts


records = st.builds(Record, **{field: values(field) for field in FIELDS})


@given(records)
def test_a_record_survives_being_stored_as_json(record: Record) -> None:
    assert from_source(json.loads(json.dumps(to_source(record)))) == record


def test_what_was_not_sent_is_not_stored() -> None:
    assert to_source(a_record(symbol="", valid_to=None)).keys() == {
        "insurer_number",
        "insurer_name",
        "number",
        "branch_number",
        "name",
        "name_kana",
        "sex",
        "birth_date",
        "address",
        "certificate_class",
        "qualified_on",
        "valid_from",
    }


def test_dates_and_sex_are_stored_as_the_codes_of_the_feed() -> None:
    source = to_source(a_record(sex=Sex.NOT_SET))

    assert (source["birth_date"], source["sex"]) == ("1950-04-01", "3")


@pytest.mark.parametrize("field", sorted(REQUIRED))
def test_a_source_without_a_required_field_is_damaged(field: str) -> None:
    source = to_source(a_record())
    del source[field]

    with pytest.raises(ValidationError):
        from_source(source)


@pytest.mark.parametrize(
    ("field", "value"), [("birth_date", "1950-02-30"), ("sex", "4"), ("valid_to", ""), ("name", 1)]
)
def test_a_source_with_a_malformed_value_is_damaged(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        from_source({**to_source(a_record()), field: value})


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert from_source({**to_source(a_record()), "of_tomorrow": "1"}) == a_record()


@given(records, st.data())
def test_any_difference_in_what_was_sent_changes_the_digest(record: Record, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(FIELDS))
    changed = replace(record, **{field: data.draw(values(field))})

    same_but_for_its_order = replace(changed, updated_at=record.updated_at) == record
    assert (digest(changed) == digest(record)) == same_but_for_its_order


def test_the_digest_of_a_known_record_never_changes() -> None:
    assert digest(a_record()) == "8825b92df608138852e5d74a4c72c695ce131ec328c8efbb44f2c149823a327d"
