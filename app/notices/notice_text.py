"""The words of a notice. Pure."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from app.service_error import ServiceError

LONGEST_TITLE: Final = 100
LONGEST_BODY: Final = 4_000
"""In characters."""

_NEVER: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of a pair, and Unicode's own line and paragraph ends: a mail's header takes none."""


class NoticeError(ServiceError):
    """A notice that cannot be given. ``field``: ``title`` or ``body``, whichever is wrong."""

    def __init__(self, text: str, *, japanese: str, field: str) -> None:
        super().__init__(text, japanese=japanese)
        self.field = field


class NoticeKind(StrEnum):
    """What a notice is about: a window that was opened, changed or closed, or something else."""

    OPENED = "opened"
    CHANGED = "changed"
    CLOSED = "closed"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """``title``: one line. ``body``: plain text, its lines ended by ``\\n``."""

    title: str
    body: str

    def checked(self) -> Self:
        """The same words as they are stored: without outer white space, lines ended alike.

        Raises :class:`NoticeError`.
        """
        title = self.title.strip()
        body = "\n".join(line.rstrip() for line in self.body.splitlines()).strip("\n")
        _check("title", "件名", title, LONGEST_TITLE)
        _check("body", "本文", body, LONGEST_BODY)
        return type(self)(title, body)


def _check(field: str, label: str, text: str, longest: int) -> None:
    if not text:
        raise NoticeError(f"a notice needs a {field}", japanese=f"{label}を入力してください。", field=field)
    if len(text) > longest:
        raise NoticeError(
            f"the {field} of a notice has at most {longest} characters, this one has {len(text)}",
            japanese=f"{label}は{longest}文字以内で入力してください（現在{len(text)}文字）。",
            field=field,
        )
    allowed = "\n" if field == "body" else ""
    if any(unicodedata.category(character) in _NEVER and character not in allowed for character in text):
        raise NoticeError(
            f"the {field} of a notice holds a control character",
            japanese=f"{label}に使用できない文字（タブなど）が含まれています。消して入力し直してください。",
            field=field,
        )
