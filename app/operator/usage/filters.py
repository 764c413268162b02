"""Which events 利用状況 is about: what the form says, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from marshmallow import ValidationError, post_load, validates_schema

from app.audit.event import Detail
from app.clock import JAPAN
from app.lookup.digits import whole_number
from app.operator.fields import Code, ConsoleSchema, Day, Line
from app.operator.form_page import FormPage
from app.operator.usage.outcomes import LOOKED_UP, REFUSED

DAYS_SHOWN_AT_FIRST: Final = 7
LONGEST_PERIOD: Final = timedelta(days=366)
REPEATED_AT_FIRST: Final = 3

_EARLIEST: Final = date(1970, 1, 2)
_LATEST: Final = date(9999, 12, 30)
"""There is a next day, so that the end of this one can be told."""

_TIMES: Final = range(2, 1001)
_LONGEST_USER_ID: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The days are in Japan, both included. An empty text lets everything through.

    ``times``: from how many searches for one person on it is told.
    """

    first_day: date
    last_day: date
    institution: str = ""
    account: str = ""
    outcome: str = ""
    times: int = REPEATED_AT_FIRST

    @property
    def since(self) -> datetime:
        """The beginning of the first day."""
        return datetime.combine(self.first_day, time(), JAPAN)

    @property
    def until(self) -> datetime:
        """The end of the last day, which is not in the period."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), JAPAN)

    def as_details(self) -> dict[str, Detail]:
        """For the audit trail."""
        return {**self.as_parameters(), "times": self.times}

    def as_parameters(self) -> dict[str, str]:
        """For an address that shows the same."""
        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "institution": self.institution,
            "account": self.account,
            "outcome": self.outcome,
            "times": str(self.times),
        }


def form_of(filters: Filters) -> FormPage:
    """The form as it stands for filters that were read."""
    days = {"first_day": filters.first_day.strftime("%Y/%m/%d"), "last_day": filters.last_day.strftime("%Y/%m/%d")}
    return FormPage(values={**filters.as_parameters(), **days})


def typed_from(parameters: Mapping[str, str], today: date) -> dict[str, str]:
    """What the address says; the last seven days and nothing else where it says nothing."""
    first = today - timedelta(days=DAYS_SHOWN_AT_FIRST - 1)
    at_first = {
        "first_day": first.strftime("%Y/%m/%d"),
        "last_day": today.strftime("%Y/%m/%d"),
        "institution": "",
        "account": "",
        "outcome": "",
        "times": str(REPEATED_AT_FIRST),
    }
    return {name: parameters.get(name, "").strip() or default for name, default in at_first.items()}


class FiltersSchema(ConsoleSchema):
    """The form's fields, all of them given."""

    first_day = Day("開始日")
    last_day = Day("終了日")
    institution = Code("医療機関コード", required=False)
    account = Line("ユーザID", required=False, longest=_LONGEST_USER_ID)
    outcome = Line("結果", required=False)
    times = Line("回数")

    @validates_schema(skip_on_field_errors=False)
    def check(self, values: Mapping[str, Any], **_: object) -> None:
        """What the fields cannot tell by themselves."""
        wrong = {name: [message] for name, message in _wrong(values)}
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def make(self, values: Mapping[str, Any], **_: object) -> Filters:
        """The filters."""
        given: dict[str, Any] = {name: value or "" for name, value in values.items()}
        return Filters(**{**given, "times": whole_number(given["times"])})


def _wrong(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """``values``: those fields in which nothing was wrong."""
    first, last = values.get("first_day"), values.get("last_day")
    if first and first < _EARLIEST:
        yield "first_day", "開始日が古すぎます。"
    if last and last > _LATEST:
        yield "last_day", "終了日が先すぎます。"
    if first and last and first > last:
        yield "first_day", "開始日は終了日以前の日付にしてください。"
    elif first and last and last - first >= LONGEST_PERIOD:
        yield "first_day", f"期間は{LONGEST_PERIOD.days}日以内にしてください。長い期間は分けて確認してください。"
    if (values.get("outcome") or "") not in {"", *LOOKED_UP, *REFUSED}:
        yield "outcome", "結果は一覧から選択してください。"
    if "times" in values and whole_number(values["times"]) not in _TIMES:
        yield "times", f"回数は{_TIMES[0]}から{_TIMES[-1]}までの数字で入力してください。"
