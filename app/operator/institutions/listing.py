"""What the pages of institutions show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session

from app.lookup.digits import half_width
from app.roles import Role
from app.state.models import Account, Institution, InstitutionGroup, Window
from app.windows import windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionView:
    """One institution. ``accounts``: how many of each role may log in. ``windows``: the latest opening first."""

    institution: Institution
    accounts: Mapping[Role, int]
    disabled_accounts: int
    groups: Sequence[InstitutionGroup]
    windows: Sequence[Window]


def institutions_like(typed: str) -> Select[Institution]:
    """Those whose code begins with what was typed or whose name contains it, by code; all of them if it is empty."""
    found = select(Institution).order_by(Institution.code)
    text = typed.strip()
    if not text:
        return found
    if "\0" in text:
        return found.where(false())  # PostgreSQL takes no such text
    return found.where(
        or_(
            Institution.code.startswith(half_width(text), autoescape=True),
            Institution.name.contains(text, autoescape=True),
        )
    )


def view_institution(session: Session, institution: Institution) -> InstitutionView:
    """All that its page shows."""
    counts = session.execute(
        select(Account.role, Account.disabled_at.is_not(None), func.count())
        .where(Account.institution_id == institution.id)
        .group_by(Account.role, Account.disabled_at.is_not(None))
    ).all()
    in_use = {role: count for role, disabled, count in counts if not disabled}
    return InstitutionView(
        institution=institution,
        accounts={role: in_use[role] for role in Role if role in in_use},
        disabled_accounts=sum(count for _, disabled, count in counts if disabled),
        groups=session.scalars(
            select(InstitutionGroup)
            .where(InstitutionGroup.members.any(Institution.id == institution.id))
            .order_by(InstitutionGroup.name)
        ).all(),
        windows=windows_of(session, institution.id),
    )
