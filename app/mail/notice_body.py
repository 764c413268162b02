"""What the e-mail of a notice says. It is put together when it is sent: queued are only whom and which notice.

A notice to every institution of the country is some hundred thousand e-mails, which must not hold up whoever gives it.
"""

from typing import Final

from sqlalchemy.orm import Session

from app.state.models import Institution, Notice, OutgoingMail

_FOOT: Final = (
    "----\n"
    "このお知らせは、ログイン後のメニューの「お知らせ」でも確認できます。\n"
    "このメールは送信専用です。返信されても回答できません。\n"
    "オンライン資格確認等システム　資格情報照会（システム障害時）"
)


def body_of(session: Session, mail: OutgoingMail) -> str:
    """The mail's own words; else its institution's name and the whole notice."""
    notice = session.get(Notice, mail.notice_id) if mail.notice_id and not mail.body else None
    if notice is None:
        return mail.body
    institution = session.get(Institution, mail.institution_id) if mail.institution_id else None
    greeting = f"{institution.name} 御中\n\n" if institution else ""
    return f"{greeting}{notice.body}\n\n{_FOOT}"
