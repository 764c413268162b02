"""What the pages of groups show."""

from sqlalchemy import Select, func, select

from app.state.models import Institution, InstitutionGroup, institution_group_member


def groups_with_counts() -> Select[int, str, int]:
    """Every group by name: id, name, how many institutions it has."""
    members = (
        select(func.count())
        .select_from(institution_group_member)
        .where(institution_group_member.c.group_id == InstitutionGroup.id)
        .correlate(InstitutionGroup)
        .scalar_subquery()
    )
    return select(InstitutionGroup.id, InstitutionGroup.name, members.label("members")).order_by(InstitutionGroup.name)


def members_of(group_id: int) -> Select[Institution]:
    """A group's institutions by code."""
    member = institution_group_member.c
    return (
        select(Institution)
        .join(institution_group_member, member.institution_id == Institution.id)
        .where(member.group_id == group_id)
        .order_by(Institution.code)
    )
