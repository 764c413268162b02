"""Who manages which accounts: an administrator those of its own institution, an operator all. Nobody its own."""

from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy.orm import Session

from app.accounts import AccountError
from app.login.logged_in import LoggedInAccount
from app.roles import Role
from app.state.models import Account

_OF_AN_INSTITUTION: Final = (Role.MEDICAL_VIEWER, Role.ADMINISTRATOR, Role.GENERAL, Role.OTHER)


class NoSuchAccountError(Exception):
    """There is no such account, or it is none of those that whoever asked manages: the two are told apart nowhere."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one account manages. ``institution_id``: ``None`` for all; ``roles``: which it may give."""

    acting_id: int
    institution_id: int | None
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, acting: LoggedInAccount) -> Self:
        """An operator's is everything; an administrator's is its institution, and never an operator."""
        if acting.role is Role.OPERATOR:
            return cls(acting.id, None, (*_OF_AN_INSTITUTION, Role.OPERATOR))
        if acting.role is not Role.ADMINISTRATOR or acting.institution_id is None:
            raise NoSuchAccountError
        return cls(acting.id, acting.institution_id, _OF_AN_INSTITUTION)

    @property
    def is_everything(self) -> bool:
        """Whether it is the 実施機関's."""
        return self.institution_id is None

    def find(self, session: Session, account_id: int) -> Account:
        """One of the accounts that are managed.

        Raises :class:`NoSuchAccountError`.
        """
        account = session.get(Account, account_id)
        if account is None or not self._holds(account):
            raise NoSuchAccountError
        return account

    def find_to_change(self, session: Session, account_id: int) -> Account:
        """As :meth:`find`, for a change: in the change's own transaction, so that two cannot shut each other out.

        Raises :class:`NoSuchAccountError` and :class:`app.accounts.AccountError`.
        """
        self.require_in_use(session)
        account = self.find(session, account_id)
        if account.id == self.acting_id:
            raise AccountError(
                "an account cannot manage itself",
                japanese="自分のアカウントは、ここでは変更できません。ほかの管理者に依頼してください。"
                "自分のパスワードや二要素認証は、アカウント設定で変更できます。",
            )
        return account

    def require_in_use(self, session: Session) -> None:
        """Refuse whoever was disabled since the request came.

        Raises :class:`app.accounts.AccountError`.
        """
        acting = session.get(Account, self.acting_id)
        if acting is None or acting.disabled_at is not None:
            raise AccountError(
                "the account that asks for the change is disabled",
                japanese="ログイン中のアカウントの利用が停止されたため、変更できません。",
            )

    def _holds(self, account: Account) -> bool:
        if self.is_everything:
            return True
        return account.institution_id == self.institution_id and account.role in self.roles
