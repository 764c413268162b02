"""The words of a window's notice, as a form asks them: the operator's, or the default's where nothing was written."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import fields

from app.audit.event import Event, Kind
from app.audit.transaction import Transaction
from app.mail.outbox import mail_configured
from app.notices.default_text import default_text
from app.notices.giving import NoticeError, NoticeKind, NoticeText, give_notice
from app.notices.recorded import details_of, subject_of
from app.operator.changes import about, event_of
from app.operator.fields import ConsoleSchema
from app.operator.form_page import FormError, at
from app.services import services
from app.state.models import Window

_OUTDATED: Final = (
    "文案を作った後に、期間又は障害期間が変わっています。"
    "お知らせの件名と本文の日付を確認し、直してから、もう一度押してください。"
)
"""Told once: the form then carries the draft of what is stored now."""


class NoticeWordsSchema(ConsoleSchema):
    """The notices themselves check the words. ``drafted_…``: the default that the form was filled with."""

    notice_title = fields.String(load_default="")
    notice_body = fields.String(load_default="")
    drafted_title = fields.String(load_default="")
    drafted_body = fields.String(load_default="")


class WindowNotice:
    """The notice of one change of a window; made within the request, given within the change's transaction."""

    def __init__(self, kind: NoticeKind, read: Mapping[str, Any]) -> None:
        self._kind = kind
        self._read = read
        self._now = services().clock.now()
        self._mail = mail_configured(services().settings)
        self._event: Event = event_of(Kind.NOTICE_GIVEN)

    def give(self, transaction: Transaction, window: Window) -> None:
        """Give it, with its event.

        Raises :class:`app.operator.form_page.FormError`.
        """
        default = default_text(self._kind, window)
        if self._kind is not NoticeKind.CLOSED and is_outdated(self._read, default):
            raise FormError(
                {"notice_body": (_OUTDATED,)}, {"drafted_title": default.title, "drafted_body": default.body}
            )
        text = written(self._read, default)
        try:
            notice = give_notice(
                transaction.session, kind=self._kind, text=text, window=window, now=self._now, mail=self._mail
            )
        except NoticeError as error:
            raise at(f"notice_{error.field}", error) from error
        transaction.record(about(self._event, subject_of(notice), **details_of(transaction.session, notice)))


def drafted(text: NoticeText) -> Mapping[str, str]:
    """The form's fields filled with the default."""
    return {
        "notice_title": text.title,
        "notice_body": text.body,
        "drafted_title": text.title,
        "drafted_body": text.body,
    }


def written(read: Mapping[str, Any], default: NoticeText) -> NoticeText:
    """The operator's words. What is empty, or still as it was drafted, is the default as it is now."""
    return NoticeText(
        title=_own(read["notice_title"], read["drafted_title"]) or default.title,
        body=_own(read["notice_body"], read["drafted_body"]) or default.body,
    )


def is_outdated(read: Mapping[str, Any], default: NoticeText) -> bool:
    """Whether the operator's words were written into a draft of other days or another outage than is stored now."""
    own = _own(read["notice_body"], read["drafted_body"]) or _own(read["notice_title"], read["drafted_title"])
    draft = read["drafted_body"].split()
    return bool(own and draft) and draft != default.body.split()


def _own(text: str, draft: str) -> str:
    """A browser changes a text's line ends, so only its words count."""
    return "" if text.split() == draft.split() else text
