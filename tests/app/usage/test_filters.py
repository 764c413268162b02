"""What the form of 利用状況 takes, and what it says of what it does not take."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.operator.form_page import FormError, read_form
from app.operator.usage.filters import Filters, FiltersSchema, form_of, typed_from

TODAY = date(2025, 11, 12)


def read(**typed: str) -> Filters:
    filters = read_form(FiltersSchema(), typed_from(typed, TODAY))
    assert isinstance(filters, Filters)
    return filters


def test_at_first_the_last_seven_days_are_shown_today_included() -> None:
    filters = read()
    assert (filters.first_day, filters.last_day) == (date(2025, 11, 6), TODAY)
    assert filters.since == datetime(2025, 11, 5, 15, tzinfo=UTC)
    assert filters.until == datetime(2025, 11, 12, 15, tzinfo=UTC)
    assert (filters.institution, filters.account, filters.outcome, filters.times) == ("", "", "", 3)


@pytest.mark.parametrize("day", ["2025/11/10", "2025-11-10", "20251110", "２０２５／１１／１０"])
def test_days_are_taken_in_every_usual_form(day: str) -> None:
    assert read(first_day=day).first_day == date(2025, 11, 10)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"first_day": "2025/02/30"}, "first_day", "存在しない日付"),
        ({"last_day": "きのう"}, "last_day", "西暦年月日8桁"),
        ({"first_day": "2025/11/13"}, "first_day", "開始日は終了日以前"),
        ({"first_day": "2024/11/11"}, "first_day", "366日以内"),
        ({"first_day": "0001/01/01", "last_day": "0001/01/02"}, "first_day", "古すぎます"),
        ({"last_day": "9999/12/31", "first_day": "9999/12/31"}, "last_day", "先すぎます"),
        ({"institution": "13123"}, "institution", "10桁"),
        ({"account": "x" * 65}, "account", "64文字以内"),
        ({"outcome": "everything"}, "outcome", "一覧から"),
        ({"times": "1"}, "times", "2から1000まで"),
        ({"times": "1001"}, "times", "2から1000まで"),
        ({"times": "-3"}, "times", "2から1000まで"),
        ({"times": "三"}, "times", "2から1000まで"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: dict[str, str], field: str, says: str) -> None:
    with pytest.raises(FormError) as refused:
        read(**typed)
    assert says in "".join(refused.value.errors[field])


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(FormError) as refused:
        read(first_day="x", last_day="y", institution="z", outcome="w", times="v")
    assert set(refused.value.errors) == {"first_day", "last_day", "institution", "outcome", "times"}


def test_366_days_are_not_too_many() -> None:
    assert read(first_day="2024/11/12").first_day == date(2024, 11, 12)


@given(
    first=st.dates(date(1970, 1, 2), date(9998, 12, 31)),
    account=st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True),
    times=st.integers(2, 1000),
)
def test_the_address_made_of_filters_gives_the_same_filters(first: date, account: str, times: int) -> None:
    filters = Filters(
        first_day=first, last_day=first, institution="0112345678", account=account, outcome="none", times=times
    )
    assert read(**filters.as_parameters()) == filters
    assert read(**form_of(filters).values) == filters


@given(
    typed=st.dictionaries(
        st.sampled_from(["first_day", "last_day", "institution", "account", "outcome", "times"]), st.text()
    )
)
def test_whatever_is_typed_is_either_read_or_refused_in_words(typed: dict[str, str]) -> None:
    try:
        filters = read(**typed)
    except FormError as error:
        said = [message for messages in error.errors.values() for message in messages]
    else:
        said = ["nothing is wrong"] * (filters.since < filters.until)
    assert all(said)
    assert said
