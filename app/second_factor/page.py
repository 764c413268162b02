"""What the page of an enrolment shows."""

from dataclasses import dataclass, field
from typing import Self

from markupsafe import Markup

from app.second_factor.enrolment import Enrolment
from app.second_factor.qr_code import qr_code
from app.second_factor.totp import enrolment_uri, in_groups


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """The secret as a QR code and in groups of letters, and sealed for the form."""

    qr_code: Markup = field(repr=False)
    secret: str = field(repr=False)
    sealed: str = field(repr=False)

    @classmethod
    def of(cls, enrolment: Enrolment, user_id: str) -> Self:
        """For the account of this ユーザID."""
        uri = enrolment_uri(enrolment.secret, user_id)
        return cls(qr_code(uri, "認証アプリで読み取るQRコード"), in_groups(enrolment.secret), enrolment.sealed)
