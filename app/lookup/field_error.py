"""One thing that is wrong on the form."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong and what to do about it, in the words for staff.

    ``fields``: every field that is marked; the first one is where the message stands and the summary leads.
    ``offered``: the day that was probably meant, which staff may take over.
    """

    fields: tuple[str, ...]
    message: str
    offered: date | None = None
