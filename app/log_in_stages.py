"""How far a log-in has come."""

from enum import StrEnum


class Stage(StrEnum):
    """Until it is complete, a session opens nothing but the page of its stage (and the way out)."""

    SECOND_FACTOR = "second_factor"
    """The password was right; the code is still to be typed."""
    ENROLMENT = "enrolment"
    """The account must set up its second factor first."""
    NEW_PASSWORD = "new_password"  # noqa: S105 -- a stage, not a password
    """The account must choose a password of its own first."""
    COMPLETE = "complete"
