"""Clinics and pharmacies that may use the service."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.address import parse_address
from app.service_error import ServiceError
from app.state.models import Institution

LONGEST_NAME: Final = 200

_CODE_DIGITS: Final = 10


class InstitutionError(ServiceError):
    """An institution that cannot be made or changed, or is not there."""


def create_institution(session: Session, code: str, name: str, *, mail_address: str | None = None) -> Institution:
    """Enter an institution by its 医療機関コード (ten digits). ``mail_address``: where its notices go.

    Raises :class:`InstitutionError`.
    """
    if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise InstitutionError(
            f"an institution's code has {_CODE_DIGITS} digits",
            japanese=f"医療機関コードは{_CODE_DIGITS}桁の数字で入力してください。",
        )
    if _by_code(session, code) is not None:
        raise InstitutionError(
            f"institution {code} exists already", japanese=f"医療機関コード{code}の医療機関等はすでに登録されています。"
        )
    institution = Institution(code=code, name=_name(name), mail_address=_mail_address(mail_address))
    session.add(institution)
    session.flush()
    return institution


def change_institution(session: Session, code: str, *, name: str, mail_address: str | None) -> Institution:
    """Set the name and the address for notices (``None``: no e-mail) of an institution. Its code stays.

    Raises :class:`InstitutionError`.
    """
    institution = find_institution(session, code)
    institution.name, institution.mail_address = _name(name), _mail_address(mail_address)
    session.flush()
    return institution


def find_institution(session: Session, code: str) -> Institution:
    """The institution of this code.

    Raises :class:`InstitutionError` if there is none.
    """
    institution = _by_code(session, code)
    if institution is None:
        raise InstitutionError(
            f"there is no institution {code}; see: shikaku institution list",
            japanese=f"医療機関コード{code}の医療機関等は登録されていません。医療機関コードを確認してください。",
        )
    return institution


def list_institutions(session: Session) -> Sequence[Institution]:
    """All of them, by code."""
    return session.scalars(select(Institution).order_by(Institution.code)).all()


def _by_code(session: Session, code: str) -> Institution | None:
    if "\0" in code:
        return None  # PostgreSQL takes no such text
    return session.scalars(select(Institution).where(Institution.code == code)).one_or_none()


def _name(typed: str) -> str:
    name = typed.strip()
    if not name:
        raise InstitutionError("an institution needs a name", japanese="医療機関等の名称を入力してください。")
    if len(name) > LONGEST_NAME:
        raise InstitutionError(
            f"an institution's name has at most {LONGEST_NAME} characters",
            japanese=f"医療機関等の名称は{LONGEST_NAME}文字以内で入力してください。",
        )
    if any(not (character.isprintable() or character == "　") for character in name):
        raise InstitutionError(
            "an institution's name has no control characters",
            japanese="医療機関等の名称に使用できない文字（改行やタブなど）が含まれています。",
        )
    return name


def _mail_address(typed: str | None) -> str | None:
    address = (typed or "").strip()
    if not address:
        return None
    try:
        named = parse_address(address).display_name or "<" in address
    except ValueError:
        named = True
    if named:
        raise InstitutionError(
            "this is no e-mail address; give one alone, such as desk@clinic.example",
            japanese="メールアドレスを1件だけ、正しく入力してください（入力例 desk@clinic.example）。",
        )
    return address
