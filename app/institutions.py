"""Clinics and pharmacies that may use the service."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.service_error import ServiceError
from app.state.models import Institution

_CODE_DIGITS: Final = 10


class InstitutionError(ServiceError):
    """An institution that cannot be made or is not there."""


def create_institution(session: Session, code: str, name: str) -> Institution:
    """Enter an institution by its 医療機関コード (ten digits).

    Raises :class:`InstitutionError`.
    """
    if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise InstitutionError(f"an institution's code has {_CODE_DIGITS} digits")
    if not name.strip():
        raise InstitutionError("an institution needs a name")
    if _by_code(session, code) is not None:
        raise InstitutionError(f"institution {code} exists already")
    institution = Institution(code=code, name=name.strip())
    session.add(institution)
    session.flush()
    return institution


def find_institution(session: Session, code: str) -> Institution:
    """The institution of this code.

    Raises :class:`InstitutionError` if there is none.
    """
    institution = _by_code(session, code)
    if institution is None:
        raise InstitutionError(f"there is no institution {code}; see: shikaku institution list")
    return institution


def list_institutions(session: Session) -> Sequence[Institution]:
    """All of them, by code."""
    return session.scalars(select(Institution).order_by(Institution.code)).all()


def _by_code(session: Session, code: str) -> Institution | None:
    return session.scalars(select(Institution).where(Institution.code == code)).one_or_none()
