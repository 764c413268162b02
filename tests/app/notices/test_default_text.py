from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices.default_text import default_text
from app.notices.notice_text import NoticeKind
from app.state.models import Window

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds have no zone
OF_WINDOWS = [NoticeKind.OPENED, NoticeKind.CHANGED, NoticeKind.CLOSED]
HOW_TO_USE = (
    "利用方法\n"
    "1. 医療情報閲覧アカウント又は管理アカウントのユーザIDでログインし、"
    "メニューの「資格情報照会（システム障害時）」を押してください。\n"
    "2. 控えておいた4情報（氏名、生年月日、性別、住所又は保険者名）を入力し、検索してください。"
)


def window(**columns: object) -> Window:
    return Window(
        **{
            "opens_on": date(2025, 11, 12),
            "closes_on": date(2025, 11, 30),
            "outage_began_at": datetime(2025, 11, 10, 0, 5, tzinfo=UTC),
            "outage_ended_at": datetime(2025, 11, 11, 15, 30, tzinfo=UTC),
            "strict": False,
            **columns,
        }
    )


def test_an_opened_window_is_told_with_its_days_its_outage_and_how_to_use_it() -> None:
    text = default_text(NoticeKind.OPENED, window())
    assert text.title == "資格情報照会（システム障害時）の利用開始のお知らせ"
    assert text.body == (
        "システム障害の復旧に伴い、「緊急時医療情報・資格確認機能」の資格情報照会（システム障害時）を、"
        "次の期間に利用できます。\n\n"
        "利用開始日～利用終了日：2025年11月12日～2025年11月30日\n"
        "障害期間：2025年11月10日 9時05分～2025年11月12日 0時30分\n\n" + HOW_TO_USE
    )


def test_a_changed_window_is_told_as_it_is_now() -> None:
    text = default_text(NoticeKind.CHANGED, window(closes_on=date(2026, 1, 5)))
    assert "変更しました" in text.body
    assert "利用開始日～利用終了日：2025年11月12日～2026年1月5日" in text.body
    assert text.body.endswith(HOW_TO_USE)


def test_a_closed_window_is_told_with_the_time_of_its_end_and_not_how_to_use_it() -> None:
    text = default_text(NoticeKind.CLOSED, window(closed_at=datetime(2025, 11, 20, 3, tzinfo=UTC)))
    assert "利用終了：2025年11月20日 12時00分" in text.body
    assert "利用方法" not in text.body


@pytest.mark.parametrize(
    ("closed_at", "title"),
    [
        (datetime(2025, 11, 11, 14, 59, tzinfo=UTC), "利用取りやめのお知らせ"),
        (datetime(2025, 11, 11, 15, 0, tzinfo=UTC), "利用終了のお知らせ"),
    ],
)
def test_a_window_closed_before_its_first_day_in_japan_was_called_off(closed_at: datetime, title: str) -> None:
    assert default_text(NoticeKind.CLOSED, window(closed_at=closed_at)).title.endswith(title)


def test_a_window_without_an_outage_says_nothing_of_one() -> None:
    assert "障害期間" not in default_text(NoticeKind.OPENED, window(outage_began_at=None, outage_ended_at=None)).body


def test_a_strict_window_says_so() -> None:
    said = "資格確認日には、障害期間内の日付を入力してください。"
    assert said in default_text(NoticeKind.OPENED, window(strict=True)).body
    assert said not in default_text(NoticeKind.OPENED, window()).body


def test_a_message_has_no_default() -> None:
    with pytest.raises(ValueError, match="no default"):
        default_text(NoticeKind.MESSAGE, window())


@given(
    kind=st.sampled_from(OF_WINDOWS),
    opens_on=DAYS,
    length=st.integers(0, 400),
    began_at=MOMENTS,
    strict=st.booleans(),
    closed_at=st.none() | MOMENTS,
)
def test_every_default_can_be_given_as_it_is(
    kind: NoticeKind, opens_on: date, length: int, *, began_at: datetime, strict: bool, closed_at: datetime | None
) -> None:
    made = window(
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=length),
        outage_began_at=began_at,
        outage_ended_at=began_at + timedelta(hours=9),
        strict=strict,
        closed_at=closed_at,
    )
    text = default_text(kind, made)
    assert text.checked() == text
    for day in (made.opens_on, made.closes_on):
        assert f"{day.year}年{day.month}月{day.day}日" in text.body
