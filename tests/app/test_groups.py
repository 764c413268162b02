from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.groups import (
    LONGEST_NAME,
    GroupError,
    add_members,
    create_group,
    find_group,
    list_groups,
    remove_group,
    remove_member,
    rename_group,
)
from app.institutions import create_institution
from app.services import Services
from app.state.models import Institution, Notice, Window
from app.windows import WindowError, close_window, open_window, windows_of
from tests.app.moments import NOON_IN_JAPAN

FIRST, LAST = date(2025, 11, 10), date(2025, 11, 20)


@pytest.fixture
def session(services: Services) -> Iterator[Session]:
    with services.database.session() as session:
        session.execute(delete(Window))
        yield session


@pytest.fixture
def pharmacy(session: Session) -> Institution:
    return create_institution(session, "1398765432", "サンプル薬局")


@pytest.fixture
def hospital(session: Session) -> Institution:
    return create_institution(session, "1300000001", "サンプル病院")


def test_a_group_is_found_by_its_name_and_by_its_number(session: Session) -> None:
    group = create_group(session, " 東京都 ")
    assert group.name == "東京都"
    assert find_group(session, "東京都") is find_group(session, group.id) is group


@pytest.mark.parametrize("unknown", ["大阪府", 999, 0, 2**40, "\0"])
def test_a_group_that_is_not_there_is_said_to_be_missing(session: Session, unknown: str | int) -> None:
    with pytest.raises(GroupError, match="there is no group") as error:
        find_group(session, unknown)
    assert "このグループはありません" in error.value.japanese


@pytest.mark.parametrize(
    ("name", "english", "japanese"),
    [
        ("  ", "needs a name", "名称を入力してください"),
        ("東京都", "exists already", "すでに登録されています"),
        ("あ" * (LONGEST_NAME + 1), "at most 100 characters", "100文字以内"),
        ("東京\n都", "no control characters", "使用できない文字"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused_to_new_and_old_groups(
    session: Session, name: str, english: str, japanese: str
) -> None:
    create_group(session, "東京都")
    other = create_group(session, "大阪府")
    for attempt in (lambda: create_group(session, name), lambda: rename_group(session, other, name)):
        with pytest.raises(GroupError, match=english) as error:
            attempt()
        assert japanese in error.value.japanese
    assert [group.name for group in list_groups(session)] == ["大阪府", "東京都"]


def test_a_group_may_be_renamed_and_to_its_own_name_too(session: Session) -> None:
    group = create_group(session, "東京")
    rename_group(session, group, "東京")
    rename_group(session, group, "東京都")
    assert find_group(session, "東京都") is group


def test_members_come_and_go(session: Session, pharmacy: Institution, hospital: Institution) -> None:
    group = create_group(session, "東京都")
    assert add_members(session, group, [pharmacy, hospital]) == [pharmacy, hospital]
    assert add_members(session, group, [hospital]) == []
    session.expire_all()
    assert group.members == [hospital, pharmacy]
    remove_member(session, group, pharmacy)
    with pytest.raises(GroupError, match="1398765432 is not in group 東京都") as error:
        remove_member(session, group, pharmacy)
    assert "含まれていません" in error.value.japanese
    session.expire_all()
    assert group.members == [hospital]


def test_a_window_of_the_group_holds_for_whoever_joins_and_no_longer_for_who_leaves(
    session: Session, pharmacy: Institution
) -> None:
    group = create_group(session, "東京都")
    window = open_window(session, None, FIRST, LAST, group=group)
    assert list(windows_of(session, pharmacy.id)) == []
    add_members(session, group, [pharmacy])
    assert list(windows_of(session, pharmacy.id)) == [window]
    remove_member(session, group, pharmacy)
    assert list(windows_of(session, pharmacy.id)) == []


def test_whoever_would_have_two_windows_on_one_day_cannot_join(
    session: Session, pharmacy: Institution, hospital: Institution
) -> None:
    group = create_group(session, "東京都")
    of_group = open_window(session, None, FIRST, LAST, group=group)
    own = open_window(session, pharmacy, LAST, LAST)
    with pytest.raises(WindowError) as error:
        add_members(session, group, [hospital, pharmacy], now=NOON_IN_JAPAN)
    assert f"window {of_group.id} of the group and window {own.id} (2025-11-20 to 2025-11-20" in str(error.value)
    assert f"利用期間{own.id}（2025年11月20日～2025年11月20日、サンプル薬局（1398765432））" in error.value.japanese


def test_a_window_of_another_group_stands_in_the_way_too(session: Session, pharmacy: Institution) -> None:
    one, other = create_group(session, "東京都"), create_group(session, "薬局")
    add_members(session, one, [pharmacy])
    for group in (one, other):
        open_window(session, None, FIRST, LAST, group=group)
    with pytest.raises(WindowError, match="group 東京都"):
        add_members(session, other, [pharmacy], now=NOON_IN_JAPAN)


def test_a_window_that_is_closed_or_over_stands_in_nobodys_way(session: Session, pharmacy: Institution) -> None:
    group = create_group(session, "東京都")
    yesterday = NOON_IN_JAPAN.date() - timedelta(days=1)
    open_window(session, None, FIRST, yesterday, group=group)
    open_window(session, pharmacy, FIRST, yesterday)
    open_window(session, None, LAST, LAST, group=group)
    close_window(session, open_window(session, pharmacy, LAST, LAST).id, NOON_IN_JAPAN)
    assert add_members(session, group, [pharmacy], now=NOON_IN_JAPAN) == [pharmacy]


def test_a_group_is_removed_and_its_institutions_stay(session: Session, pharmacy: Institution) -> None:
    group = create_group(session, "東京都")
    add_members(session, group, [pharmacy])
    remove_group(session, group)
    session.expire_all()
    assert list_groups(session) == []
    assert session.get(Institution, pharmacy.id) is pharmacy


def test_a_group_stays_while_a_window_even_a_closed_one_names_it(session: Session) -> None:
    group = create_group(session, "東京都")
    window = open_window(session, None, FIRST, LAST, group=group)
    close_window(session, window.id, NOON_IN_JAPAN)
    with pytest.raises(GroupError, match=f"window {window.id} names it") as error:
        remove_group(session, group)
    assert "削除できません" in error.value.japanese


def test_a_group_stays_while_a_notice_names_it(session: Session) -> None:
    group = create_group(session, "東京都")
    session.add(Notice(created_at=NOON_IN_JAPAN, kind="message", title="件名", body="本文", group_id=group.id))
    with pytest.raises(GroupError, match="a notice names it"):
        remove_group(session, group)
