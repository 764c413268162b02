"""What may be typed into the fields of the console's forms, and what it means."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from app.clock import JAPAN
from app.operator.fields import Code, Day, Line, MailAddress, Moment
from app.operator.japan_text import day_text, moment_text

DAY = Day("日")
MOMENT = Moment("日時")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_in_each_form_in_which_it_is_written(day: date) -> None:
    digits = f"{day.year}{day.month:02}{day.day:02}"
    forms = (day_text(day), day.isoformat(), digits, f" {day.year}/{day.month}/{day.day} ")
    assert {DAY.deserialize(form) for form in forms} == {day}


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(JAPAN)))  # noqa: DTZ001 -- Hypothesis adds the zone
def test_a_time_is_read_as_it_is_shown(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    for text in (moment_text(minute), f"{minute:%Y%m%d %H%M}", f"{minute:%Y-%m-%dT%H:%M}"):
        assert MOMENT.deserialize(text) == minute


@given(st.text(max_size=20))
def test_whatever_is_typed_is_either_read_or_refused_in_words(text: str) -> None:
    for field in (DAY, MOMENT, Code("コード"), MailAddress("アドレス"), Line("名称")):
        assert all(message.endswith("。") for message in refusals(field, text))


def refusals(field: fields.Field[Any], text: str) -> list[str]:
    """Why it is refused; nothing if it is read."""
    try:
        field.deserialize(text)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


@pytest.mark.parametrize("text", ["2025/13/01", "2025/02/29", "20250230", "0000/01/01"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="存在しない日付"):
        DAY.deserialize(text)


@pytest.mark.parametrize("text", ["2025/12-01", "25/12/01", "2025-W01-1", "2025年12月1日", "2025/12/01 9:00"])
def test_a_day_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="西暦年月日8桁"):
        DAY.deserialize(text)


@pytest.mark.parametrize("text", ["2025/12/01 24:00", "2025/12/01 9:60"])
def test_an_hour_or_minute_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="0:00から23:59"):
        MOMENT.deserialize(text)


@pytest.mark.parametrize("text", ["", "　", None])
def test_what_may_be_left_empty_is_nothing(text: str | None) -> None:
    assert MailAddress("アドレス", required=False).deserialize(text) is None
    with pytest.raises(ValidationError, match="入力してください"):
        MailAddress("アドレス").deserialize(text)
