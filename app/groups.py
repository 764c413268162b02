"""Groups of institutions, such as those of one prefecture, for windows and notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.service_error import ServiceError
from app.state.models import Institution, InstitutionGroup, Notice, Window
from app.windows.erasing import erase_searches_without_window
from app.windows.membership import require_no_second_window

LONGEST_NAME: Final = 100
"""The name stands in the audit trail's subject, whose column it must fit."""


class GroupError(ServiceError):
    """A group that cannot be made, changed or removed, or is not there."""


def create_group(session: Session, name: str) -> InstitutionGroup:
    """Make a group, empty as yet.

    Raises :class:`GroupError`.
    """
    group = InstitutionGroup(name=_new_name(session, name))
    session.add(group)
    session.flush()
    return group


def rename_group(session: Session, group: InstitutionGroup, name: str) -> None:
    """Give a group another name. Raises :class:`GroupError`."""
    if name.strip() != group.name:
        group.name = _new_name(session, name)
        session.flush()


def add_members(
    session: Session, group: InstitutionGroup, institutions: Iterable[Institution], *, now: datetime | None = None
) -> Sequence[Institution]:
    """Put institutions into a group, and tell which were not in it before.

    ``now``: windows whose last day has passed no longer count; the machine's time, if not given.

    Raises :class:`app.windows.WindowError` where one of them would have two windows on one day.
    """
    added: list[Institution] = []
    for institution in institutions:
        if institution not in group.members:
            require_no_second_window(session, group, institution, now or Clock().now())
            group.members.append(institution)
            session.flush()
            added.append(institution)
    return added


def remove_member(
    session: Session, group: InstitutionGroup, institution: Institution, *, now: datetime | None = None
) -> None:
    """Take an institution out of a group; a window of the group then holds for it no longer.

    Raises :class:`GroupError` if it is not in the group.
    """
    if institution not in group.members:
        raise GroupError(
            f"institution {institution.code} is not in group {group.name}; see: shikaku group list",
            japanese=f"{institution.name}（{institution.code}）はグループ「{group.name}」に含まれていません。",
        )
    group.members.remove(institution)
    session.flush()
    erase_searches_without_window(session, now or Clock().now())


def remove_group(session: Session, group: InstitutionGroup) -> None:
    """Remove a group. Its institutions stay.

    Raises :class:`GroupError` where a window, even one that is over, or a notice names it.
    """
    window_id = session.scalar(select(Window.id).where(Window.group_id == group.id).order_by(Window.id).limit(1))
    if window_id is not None:
        raise GroupError(
            f"group {group.name} cannot be removed: window {window_id} names it",
            japanese=f"グループ「{group.name}」は、利用期間{window_id}で使われているため削除できません。",
        )
    if session.scalar(select(Notice.id).where(Notice.group_id == group.id).limit(1)) is not None:
        raise GroupError(
            f"group {group.name} cannot be removed: a notice names it",
            japanese=f"グループ「{group.name}」は、お知らせの宛先になっているため削除できません。",
        )
    session.delete(group)
    session.flush()


def find_group(session: Session, name_or_id: str | int) -> InstitutionGroup:
    """The group of this name, or of this number if it is an ``int``.

    Raises :class:`GroupError` if there is none.
    """
    if isinstance(name_or_id, int):
        group = session.get(InstitutionGroup, name_or_id) if 0 < name_or_id < 2**31 else None
    else:
        group = _by_name(session, name_or_id)
    if group is None:
        raise GroupError(
            f"there is no group {name_or_id}; see: shikaku group list",
            japanese="このグループはありません。グループの一覧から選び直してください。",
        )
    return group


def list_groups(session: Session) -> Sequence[InstitutionGroup]:
    """All of them, by name."""
    return session.scalars(select(InstitutionGroup).order_by(InstitutionGroup.name)).all()


def _by_name(session: Session, name: str) -> InstitutionGroup | None:
    if "\0" in name:
        return None  # PostgreSQL takes no such text
    return session.scalars(select(InstitutionGroup).where(InstitutionGroup.name == name.strip())).one_or_none()


def _new_name(session: Session, typed: str) -> str:
    name = typed.strip()
    if not name:
        raise GroupError("a group needs a name", japanese="グループの名称を入力してください。")
    if len(name) > LONGEST_NAME:
        raise GroupError(
            f"a group's name has at most {LONGEST_NAME} characters",
            japanese=f"グループの名称は{LONGEST_NAME}文字以内で入力してください。",
        )
    if any(not (character.isprintable() or character == "　") for character in name):
        raise GroupError(
            "a group's name has no control characters",
            japanese="グループの名称に使用できない文字（改行やタブなど）が含まれています。",
        )
    if _by_name(session, name) is not None:
        raise GroupError(f"group {name} exists already", japanese=f"グループ「{name}」はすでに登録されています。")
    return name
