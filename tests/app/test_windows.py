from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.institutions import create_institution
from app.services import Services
from app.state.models import Institution, Window
from app.windows import (
    WindowError,
    close_all_windows,
    close_window,
    is_open,
    list_windows,
    open_window,
    open_windows_of,
    windows_of,
)

NOW = datetime(2025, 11, 12, 3, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        close_all_windows(session, NOW)
        yield session


@pytest.fixture
def pharmacy(session: Session) -> Institution:
    return create_institution(session, "1398765432", "サンプル薬局")


@given(opens_on=DAYS, length=st.integers(0, 60), day=DAYS)
def test_a_window_is_open_from_its_first_to_its_last_day(opens_on: date, length: int, day: date) -> None:
    window = Window(institution_id=1, opens_on=opens_on, closes_on=opens_on + timedelta(days=length))
    assert is_open([window], 1, day) == (0 <= (day - opens_on).days <= length)


@given(opens_on=DAYS, length=st.integers(0, 60))
def test_the_first_and_the_last_day_count_and_their_neighbours_do_not(opens_on: date, length: int) -> None:
    last = opens_on + timedelta(days=length)
    window = Window(institution_id=1, opens_on=opens_on, closes_on=last)
    one_day = timedelta(days=1)
    shown = [is_open([window], 1, day) for day in (opens_on - one_day, opens_on, last, last + one_day)]
    assert shown == [False, True, True, False]


def test_a_window_for_one_institution_is_not_open_for_another_but_one_for_all_is() -> None:
    day = date(2025, 11, 12)
    own = Window(institution_id=1, opens_on=day, closes_on=day)
    for_all = Window(institution_id=None, opens_on=day, closes_on=day)
    assert [is_open([own], 1, day), is_open([own], 2, day), is_open([own], None, day)] == [True, False, False]
    assert [is_open([for_all], 1, day), is_open([for_all], 2, day)] == [True, True]


def test_one_open_window_among_others_is_enough() -> None:
    day = date(2025, 11, 12)
    over = Window(institution_id=1, opens_on=date(2025, 1, 1), closes_on=date(2025, 1, 2))
    open_now = Window(institution_id=1, opens_on=day, closes_on=day)
    assert is_open([over, open_now], 1, day)
    assert not is_open([], 1, day)


def test_a_window_closed_by_hand_is_not_open_on_any_day() -> None:
    day = date(2025, 11, 12)
    window = Window(institution_id=None, opens_on=day, closes_on=day, closed_at=NOW)
    assert not is_open([window], 1, day)


def test_a_window_that_ends_before_it_begins_is_refused(session: Session, pharmacy: Institution) -> None:
    with pytest.raises(WindowError, match="before the first day"):
        open_window(session, pharmacy, date(2025, 11, 12), date(2025, 11, 11))


def test_an_institution_finds_its_own_windows_and_those_for_all(session: Session, pharmacy: Institution) -> None:
    day = date(2025, 11, 12)
    own = open_window(session, pharmacy, day, day)
    for_all = open_window(session, None, day, day + timedelta(days=1))
    assert list(windows_of(session, pharmacy.id)) == [for_all, own]
    assert list(open_windows_of(session, pharmacy.id, day + timedelta(days=1))) == [for_all]


def test_closing_one_window_leaves_the_others(session: Session, pharmacy: Institution) -> None:
    day = date(2025, 11, 12)
    closed, left = open_window(session, pharmacy, day, day), open_window(session, pharmacy, day, day)
    close_window(session, closed.id, NOW)
    assert list(open_windows_of(session, pharmacy.id, day)) == [left]


def test_closing_again_keeps_the_time_of_the_first_closing(session: Session, pharmacy: Institution) -> None:
    window = open_window(session, pharmacy, date(2025, 11, 12), date(2025, 11, 12))
    close_window(session, window.id, NOW)
    close_window(session, window.id, NOW + timedelta(hours=1))
    assert window.closed_at == NOW


def test_a_window_that_is_not_there_cannot_be_closed(session: Session) -> None:
    with pytest.raises(WindowError, match="no window 999"):
        close_window(session, 999, NOW)


def test_closing_all_closes_each_that_is_open_and_tells_how_many(session: Session, pharmacy: Institution) -> None:
    for institution in (pharmacy, None):
        open_window(session, institution, date(2025, 11, 12), date(2025, 12, 12))
    assert close_all_windows(session, NOW) == 2
    assert all(window.closed_at for window in list_windows(session))
