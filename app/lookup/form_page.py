"""What the form's page shows: the form, what is wrong with it, and what a search found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.eras import NAMES, Era, in_era, western
from app.lookup import messages
from app.lookup.codes import SEXES
from app.lookup.field_error import FieldError
from app.lookup.form import Typed, typed_as_of
from app.lookup.kept import KeptSearch
from app.lookup.outages import NO_OUTAGES, Outages
from engine.record import Sex


class Focus(StrEnum):
    """Where the keyboard starts: on the news if there is any, else at the first field."""

    ERRORS = "errors"
    RESULT = "result"
    AS_OF = "as_of"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """``search``: the handle of the search that クリア erases. ``notice``: why nothing could be looked up.

    ``outages``: those of the windows open now. ``as_of_taken``: 資格確認日 was just taken from a day of them.
    """

    typed: Typed
    errors: tuple[FieldError, ...] = ()
    search: str = ""
    found: KeptSearch | None = None
    notice: str = ""
    outages: Outages = NO_OUTAGES
    as_of_taken: bool = False

    eras: ClassVar[Mapping[Era, str]] = NAMES
    sexes: ClassVar[Mapping[Sex, str]] = SEXES
    several: ClassVar[str] = messages.SEVERAL
    none: ClassVar[str] = messages.NONE
    too_many: ClassVar[str] = messages.TOO_MANY
    what_to_check: ClassVar[tuple[str, ...]] = messages.WHAT_TO_CHECK
    how_to_narrow: ClassVar[tuple[str, ...]] = messages.HOW_TO_NARROW

    @property
    def focus(self) -> Focus:
        """Where the keyboard starts."""
        if self.errors or self.notice:
            return Focus.ERRORS
        if self.as_of_taken:
            return Focus.AS_OF
        return Focus.RESULT if self.found else Focus.FORM

    @property
    def outside_outage(self) -> str:
        """The notice about a 資格確認日 outside the 障害期間; ``""`` if it is within, or wrong anyhow."""
        day = typed_as_of(self.typed)
        if day is None or not self.outages.leaves_out(day) or self.is_wrong("as_of"):
            return ""
        return messages.outside_outage(western(day), self.outages.words)

    def errors_at(self, *fields: str) -> list[FieldError]:
        """The errors whose message stands at one of the fields."""
        return [error for error in self.errors if error.fields[0] in fields]

    def is_wrong(self, field: str) -> bool:
        """Whether the field is marked as wrong."""
        return any(field in error.fields for error in self.errors)

    def message_place(self, field: str) -> str:
        """The field at which the message about a marked field stands."""
        return next(error.fields[0] for error in self.errors if field in error.fields)

    @staticmethod
    def day_words(day: date) -> str:
        """A day as 資格確認日 shows it."""
        return western(day)

    @staticmethod
    def offer(error: FieldError) -> str:
        """The offered birth date in words, ``""`` if none is offered."""
        return in_era(error.offered) if error.offered else ""
