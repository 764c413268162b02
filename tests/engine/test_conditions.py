"""Which typed conditions make a look-up."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engine.conditions import TEXT_LIMITS, ConditionsSchema, Problem, text_problems
from engine.query import Conditions
from engine.record import Sex

TODAY = date(2026, 7, 1)
TYPED = {"name": "照会太郎", "birth_date": "1950-04-01", "sex": "1", "insurer_name": "見本市"}


def load(**typed: Any) -> Conditions:
    """Read conditions as typed; `None` leaves a field out."""
    values = {name: value for name, value in {**TYPED, **typed}.items() if value is not None}
    conditions: Conditions = ConditionsSchema(today=TODAY).load(values)
    return conditions


def problems(**typed: Any) -> dict[str, list[Problem]]:
    """What is wrong with conditions."""
    with pytest.raises(ValidationError) as failure:
        load(**typed)
    found = failure.value.messages_dict
    return {name: [Problem(message) for message in messages] for name, messages in found.items()}


def test_four_facts_are_conditions_as_of_today() -> None:
    assert load() == Conditions(
        name="照会太郎", birth_date=date(1950, 4, 1), sex=Sex.MALE, insurer_name="見本市", as_of=TODAY
    )


def test_a_day_of_one_s_own_is_kept_even_in_the_future() -> None:
    assert load(as_of="2026-12-31").as_of == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"birth_date": None}, {"birth_date": [Problem.REQUIRED]}),
        ({"birth_date": "1950-02-30"}, {"birth_date": [Problem.NOT_A_DATE]}),
        ({"birth_date": "2026-07-02"}, {"birth_date": [Problem.IN_THE_FUTURE]}),
        ({"sex": None}, {"sex": [Problem.REQUIRED]}),
        ({"sex": "4"}, {"sex": [Problem.NOT_A_CHOICE]}),
        ({"as_of": "07/01"}, {"as_of": [Problem.NOT_A_DATE]}),
        ({"name": ""}, {"name": [Problem.ONE_OF_TWO], "name_kana": [Problem.ONE_OF_TWO]}),
        ({"name": " 　"}, {"name": [Problem.ONE_OF_TWO], "name_kana": [Problem.ONE_OF_TWO]}),
        ({"insurer_name": ""}, {"address": [Problem.ONE_OF_TWO], "insurer_name": [Problem.ONE_OF_TWO]}),
        ({"name": "照" * 101}, {"name": [Problem.TOO_LONG]}),
        ({"name_kana": "シ" * 101}, {"name_kana": [Problem.TOO_LONG]}),
        ({"address": "市" * 201}, {"address": [Problem.TOO_LONG]}),
        ({"insurer_name": "市" * 201}, {"insurer_name": [Problem.TOO_LONG]}),
        ({"name": "照会\x00太郎"}, {"name": [Problem.CONTROL_CHARACTER]}),
        ({"address": "府中\x7f市"}, {"address": [Problem.CONTROL_CHARACTER]}),
        ({"name": "・"}, {"name": [Problem.NOTHING_TO_COMPARE]}),
        ({"name_kana": "・"}, {"name_kana": [Problem.NOTHING_TO_COMPARE]}),
        ({"address": "府中市 〒"}, {"address": [Problem.NOTHING_TO_COMPARE]}),
        ({"insurer_name": "国保"}, {"insurer_name": [Problem.GENERIC_INSURER]}),
        ({"insurer_name": "国保 健康保険組合"}, {"insurer_name": [Problem.GENERIC_INSURER]}),
    ],
)
def test_a_wrong_field_is_named_with_its_problem(typed: dict[str, Any], expected: dict[str, list[Problem]]) -> None:
    assert problems(**typed) == expected


@pytest.mark.parametrize("value", [None, 5, ["試験"]])
@pytest.mark.parametrize("field", ["name", "name_kana", "address", "insurer_name"])
def test_whatever_is_sent_as_a_text_is_left_out_or_told_by_a_problem(field: str, value: object) -> None:
    try:
        conditions = ConditionsSchema(today=TODAY).load({**TYPED, field: value})
    except ValidationError as error:
        told = {str(message) for messages in error.messages_dict.values() for message in messages}
    else:
        assert getattr(conditions, field) == ""
        told = set()
    assert told <= {problem.value for problem in Problem}


def test_every_problem_is_shown_at_once() -> None:
    assert problems(name="", birth_date="x", sex="x", insurer_name="国保") == {
        "name": [Problem.ONE_OF_TWO],
        "name_kana": [Problem.ONE_OF_TWO],
        "birth_date": [Problem.NOT_A_DATE],
        "sex": [Problem.NOT_A_CHOICE],
        "insurer_name": [Problem.GENERIC_INSURER],
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"birth_date": "2026-07-01"},
        {"name": None, "name_kana": "ショウカイタロウ"},
        {"name_kana": "ショウカイタロウ"},
        {"insurer_name": None, "address": "区"},
        {"insurer_name": "国保 見本市"},
        {"insurer_name": "国保", "address": "府中市"},
        {"insurer_name": "船員保険"},
        {"name": "照" * 100},
        {"address": "市" * 200},
        {"sex": "3"},
    ],
)
def test_what_is_just_right_is_taken(typed: dict[str, Any]) -> None:
    assert load(**typed).as_of == TODAY


def test_fields_of_other_forms_are_passed_over() -> None:
    assert load(csrf_token="x") == load()


@given(st.fixed_dictionaries({name: st.text(max_size=20) for name in TEXT_LIMITS}))
def test_no_text_breaks_the_check_and_each_field_has_at_most_one_problem(texts: dict[str, str]) -> None:
    found = text_problems(texts)

    assert found.keys() <= TEXT_LIMITS.keys()
    assert all(len(of_field) == 1 for of_field in found.values())
