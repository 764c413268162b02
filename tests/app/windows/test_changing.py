from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.groups import add_members, create_group
from app.state.models import Institution, InstitutionGroup, Window
from app.windows import (
    WindowError,
    change_window,
    close_all_windows,
    close_window,
    coming_windows_of,
    find_window,
    list_windows,
    open_window,
    open_windows_of,
    outage_of,
    windows_of,
)
from tests.app.windows.moments import NOON, OUTAGE, day


@pytest.fixture
def group(session: Session, clinic: Institution, pharmacy: Institution) -> InstitutionGroup:
    """The clinic and the pharmacy, not the hospital."""
    group = create_group(session, "東京都")
    add_members(session, group, [clinic, pharmacy])
    return group


def test_a_window_keeps_what_it_was_opened_with(session: Session, clinic: Institution) -> None:
    opened = open_window(session, clinic, day(10), day(20), outage=OUTAGE, strict=True, now=NOON)
    session.expire_all()
    found = find_window(session, opened.id)
    assert (found.institution, found.group, found.opens_on, found.closes_on) == (clinic, None, day(10), day(20))
    assert (outage_of(found), found.strict, found.closed_at) == (OUTAGE, True, None)


def test_an_institution_has_its_own_windows_its_groups_and_those_for_all(
    session: Session, clinic: Institution, pharmacy: Institution, hospital: Institution, group: InstitutionGroup
) -> None:
    own = open_window(session, clinic, day(1), day(2))
    of_group = open_window(session, None, day(3), day(4), group=group)
    for_all = open_window(session, None, day(5), day(6))
    found = [list(windows_of(session, place.id)) for place in (clinic, pharmacy, hospital)]
    assert found == [[for_all, of_group, own], [for_all, of_group], [for_all]]
    assert list(windows_of(session, None)) == [for_all]
    assert list(list_windows(session)) == [for_all, of_group, own]


def test_open_and_coming_windows_are_told_apart(session: Session, clinic: Institution) -> None:
    windows = [open_window(session, clinic, day(first), day(first)) for first in (11, 12, 13, 14)]
    assert list(open_windows_of(session, clinic.id, NOON)) == [windows[1]]
    assert list(coming_windows_of(session, clinic.id, NOON)) == windows[2:]
    assert list(open_windows_of(session, clinic.id, NOON + timedelta(days=1))) == [windows[2]]


def test_a_second_window_for_the_same_days_is_refused_and_the_first_is_named(
    session: Session, clinic: Institution
) -> None:
    first = open_window(session, clinic, day(10), day(20))
    with pytest.raises(WindowError) as error:
        open_window(session, clinic, day(20), day(21))
    assert f"overlap window {first.id} (2025-11-10 to 2025-11-20, institution 1312345678)" in str(error.value)
    named = f"利用期間{first.id}（2025年11月10日～2025年11月20日、サンプル医療機関（1312345678））と重なります"
    assert named in error.value.japanese
    open_window(session, clinic, day(21), day(22))


def test_a_window_for_all_overlaps_every_other(
    session: Session, clinic: Institution, group: InstitutionGroup, hospital: Institution
) -> None:
    for_all = open_window(session, None, day(10), day(20))
    for target, of in ((clinic, None), (None, group), (hospital, None), (None, None)):
        with pytest.raises(WindowError, match=f"window {for_all.id} .* all institutions"):
            open_window(session, target, day(15), day(30), group=of)
    assert "すべての医療機関等" in _refusal(session, clinic).japanese


def test_a_groups_window_overlaps_those_of_its_members_alone(
    session: Session, clinic: Institution, group: InstitutionGroup, hospital: Institution
) -> None:
    of_group = open_window(session, None, day(10), day(20), group=group)
    error = _refusal(session, clinic)
    assert f"window {of_group.id} (2025-11-10 to 2025-11-20, group 東京都)" in str(error)
    assert "グループ「東京都」" in error.japanese
    open_window(session, hospital, day(15), day(15))


def test_groups_overlap_where_they_have_a_member_in_common(
    session: Session, pharmacy: Institution, hospital: Institution, group: InstitutionGroup
) -> None:
    open_window(session, None, day(10), day(20), group=group)
    other = create_group(session, "薬局")
    add_members(session, other, [hospital])
    open_window(session, None, day(10), day(12), group=other)
    third = create_group(session, "二つに属する薬局")
    add_members(session, third, [pharmacy])
    with pytest.raises(WindowError, match="group 東京都"):
        open_window(session, None, day(10), day(12), group=third)


def test_two_windows_of_a_group_overlap_before_it_has_members(session: Session) -> None:
    empty = create_group(session, "これから加える薬局")
    first = open_window(session, None, day(10), day(20), group=empty)
    with pytest.raises(WindowError, match=f"overlap window {first.id} "):
        open_window(session, None, day(20), day(30), group=empty)
    later = open_window(session, None, day(21), day(30), group=empty)
    with pytest.raises(WindowError, match=f"overlap window {first.id} "):
        change_window(session, later.id, opens_on=day(20), closes_on=day(30), outage=None, strict=False, now=NOON)
    open_window(session, None, day(10), day(30), group=create_group(session, "ほかの薬局"))


def test_a_closed_window_overlaps_nothing(session: Session, clinic: Institution) -> None:
    close_window(session, open_window(session, clinic, day(10), day(20)).id, NOON)
    open_window(session, None, day(10), day(20))


def test_it_is_for_an_institution_or_for_a_group(
    session: Session, clinic: Institution, group: InstitutionGroup
) -> None:
    with pytest.raises(ValueError, match="or for a group"):
        open_window(session, clinic, day(10), day(20), group=group)


def test_days_and_outage_of_a_window_can_be_changed(session: Session, clinic: Institution) -> None:
    window = open_window(session, clinic, day(10), day(20), outage=OUTAGE, strict=True, now=NOON)
    changed = change_window(
        session, window.id, opens_on=day(12), closes_on=day(25), outage=None, strict=False, now=NOON
    )
    session.expire_all()
    assert changed is window
    assert (window.opens_on, window.closes_on, outage_of(window), window.strict) == (day(12), day(25), None, False)


def test_a_change_keeps_to_the_same_rules(session: Session, clinic: Institution) -> None:
    other = open_window(session, None, day(1), day(9))
    window = open_window(session, clinic, day(10), day(20))
    for opens_on, closes_on, outage, strict, match in (
        (day(9), day(20), None, False, f"overlap window {other.id}"),
        (day(20), day(10), None, False, "before the first day"),
        (day(10), day(20), None, True, "needs its outage"),
        (day(9), day(20), OUTAGE, False, "before the outage is over"),
    ):
        with pytest.raises(WindowError, match=match):
            change_window(
                session, window.id, opens_on=opens_on, closes_on=closes_on, outage=outage, strict=strict, now=NOON
            )
    assert (window.opens_on, window.closes_on) == (day(10), day(20))


def test_a_closed_window_is_neither_changed_nor_closed_again(session: Session, clinic: Institution) -> None:
    window = open_window(session, clinic, day(10), day(20))
    assert close_window(session, window.id, NOON).closed_at == NOON
    with pytest.raises(WindowError, match="was closed before") as error:
        change_window(session, window.id, opens_on=day(10), closes_on=day(21), outage=None, strict=False)
    assert "すでに終了しています" in error.value.japanese
    with pytest.raises(WindowError, match="was closed before"):
        close_window(session, window.id, NOON + timedelta(hours=1))
    assert window.closed_at == NOON


@pytest.mark.parametrize("window_id", [0, -1, 999, 2**31, 2**70])
def test_a_window_that_is_not_there_is_named(session: Session, window_id: int) -> None:
    with pytest.raises(WindowError, match=f"no window {window_id}") as error:
        close_window(session, window_id, NOON)
    assert "一覧から選び直してください" in error.value.japanese


def test_closing_all_closes_each_that_is_not_closed_yet(
    session: Session, clinic: Institution, pharmacy: Institution
) -> None:
    closed = open_window(session, pharmacy, day(10), day(20))
    close_window(session, closed.id, NOON - timedelta(hours=1))
    windows = [open_window(session, place, day(10), day(20)) for place in (clinic, pharmacy)]
    assert list(close_all_windows(session, NOON)) == windows
    assert [window.closed_at for window in windows] == [NOON, NOON]
    assert closed.closed_at == NOON - timedelta(hours=1)


def test_a_window_that_is_over_is_not_closed_by_hand_any_more(session: Session, clinic: Institution) -> None:
    over = open_window(session, clinic, day(1), day(11))
    last_day = open_window(session, clinic, day(12), day(12))
    with pytest.raises(WindowError, match=f"window {over.id} was over on 2025-11-11") as error:
        close_window(session, over.id, NOON)
    assert "すでに終了しています" in error.value.japanese
    assert list(close_all_windows(session, NOON)) == [last_day]
    assert over.closed_at is None


def _refusal(session: Session, institution: Institution) -> WindowError:
    with pytest.raises(WindowError) as error:
        open_window(session, institution, day(15), day(30))
    return error.value


def test_a_moment_outside_every_window_is_in_none(session: Session, clinic: Institution) -> None:
    window = open_window(session, clinic, day(12), day(12))
    assert isinstance(window, Window)
    assert open_windows_of(session, clinic.id, NOON - timedelta(days=1)) == []
    assert open_windows_of(session, clinic.id, NOON + timedelta(days=1)) == []
