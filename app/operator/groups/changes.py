"""Make, rename and remove a group, put institutions in and take them out, each with its event."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.event import Kind
from app.audit.transaction import Transaction, Work
from app.groups import GroupError, add_members, create_group, find_group, remove_group, remove_member, rename_group
from app.operator.changes import about, event_of
from app.operator.form_page import FormError, at
from app.operator.groups.schemas import shown
from app.services import services
from app.state.models import Institution, InstitutionGroup
from app.windows import WindowError


def making(name: str) -> Work[InstitutionGroup]:
    """A new group. As all works here it raises :class:`app.operator.form_page.FormError`."""
    event = event_of(Kind.GROUP_CREATED)

    def work(transaction: Transaction) -> InstitutionGroup:
        try:
            group = create_group(transaction.session, name)
        except GroupError as error:
            raise at("name", error) from error
        transaction.record(about(event, _subject(group)))
        return group

    return work


def renaming(group_id: int, name: str) -> Work[None]:
    """Another name for a group."""
    event = event_of(Kind.GROUP_CHANGED)

    def work(transaction: Transaction) -> None:
        try:
            group = find_group(transaction.session, group_id)
            subject = _subject(group)
            rename_group(transaction.session, group, name)
        except GroupError as error:
            raise at("name", error) from error
        transaction.record(about(event, subject, name=group.name))

    return work


def adding(group_id: int, codes: Sequence[str]) -> Work[int]:
    """Put all of these institutions in, or none; gives how many were not in it before."""
    event, now = event_of(Kind.GROUP_CHANGED), services().clock.now()

    def work(transaction: Transaction) -> int:
        session = transaction.session
        try:
            group = find_group(session, group_id)
            added = add_members(session, group, _institutions(session, codes), now=now)
        except (GroupError, WindowError) as error:
            raise at("codes", error) from error
        if added:
            transaction.record(about(event, _subject(group), added=[institution.code for institution in added]))
        return len(added)

    return work


def removing_members(group_id: int, codes: Sequence[str]) -> Work[int]:
    """Take all of these institutions out, or none; gives how many."""
    event, now = event_of(Kind.GROUP_CHANGED), services().clock.now()

    def work(transaction: Transaction) -> int:
        session = transaction.session
        try:
            group = find_group(session, group_id)
            for institution in _institutions(session, codes):
                remove_member(session, group, institution, now=now)
        except GroupError as error:
            raise at("codes", error) from error
        transaction.record(about(event, _subject(group), removed=list(codes)))
        return len(codes)

    return work


def removing(group_id: int) -> Work[None]:
    """Remove a group; its institutions stay."""
    event = event_of(Kind.GROUP_REMOVED)

    def work(transaction: Transaction) -> None:
        try:
            group = find_group(transaction.session, group_id)
            subject = _subject(group)
            remove_group(transaction.session, group)
        except GroupError as error:
            raise at("", error) from error
        transaction.record(about(event, subject))

    return work


def _subject(group: InstitutionGroup) -> str:
    return f"group:{group.name}"


def _institutions(session: Session, codes: Sequence[str]) -> Sequence[Institution]:
    found = session.scalars(select(Institution).where(Institution.code.in_(codes))).all()
    by_code = {institution.code: institution for institution in found}
    unknown = [f"医療機関コード{code}の医療機関等は登録されていません。" for code in codes if code not in by_code]
    if unknown:
        raise FormError({"codes": shown(unknown)})
    return [by_code[code] for code in codes]
